import {type BestCurves, bestCurves} from "./best-curves.ts";
import {type CandidatePool, candidatePool} from "./candidate-pool.ts";
import type {Curve, CurveSpace} from "./curve.ts";
import {coarseToFine, descendFrom, localMinima} from "./local-minima.ts";
import type {Resamples} from "./resamples.ts";
import type {GroupedTable} from "./weighted-rows.ts";

/** How hard to look. */
export interface Effort {
  /** Resamples whose local minima are all looked for from cold starts. */
  scouts: number;
  /** Candidates that a resample tries, each of another kind. */
  candidates: number;
  /** Descents that must end in a resample's best minimum before no more are tried. */
  confirmations: number;
  /** The same on tables whose resamples turn out to have rival minima. */
  rivalConfirmations: number;
  /** Most passes in which resamples try each other's curves. */
  rounds: number;
}

/** The effort for a table of n points: the fewer, the more their resamples differ, and the less a search costs. */
export function usualEffort(n: number): Effort {
  if (n <= 12) return {scouts: 100, candidates: 12, confirmations: 12, rivalConfirmations: 12, rounds: 8};
  if (n <= 60) return {scouts: 30, candidates: 8, confirmations: 8, rivalConfirmations: 12, rounds: 8};
  return {scouts: 8, candidates: 6, confirmations: 6, rivalConfirmations: 8, rounds: 8};
}

/** Local minima of a scout that join the pool. */
const MINIMA_OF_A_SCOUT = 12;
/** A candidate whose loss is above the best by more than this part is not tried. */
const CANDIDATE_MARGIN = 0.2;
/** A rival whose loss at its held shift is above the best by more than this part is not freed. */
const RIVAL_MARGIN = 0.02;
/** Rivals descend at first with a delta this many times wider. */
const WIDE = 30;
/** Above this part of resamples with rivals, all are searched thoroughly. */
const RIVALS = 1e-3;
/** Curves that resamples try in the second pass where the first showed no rivals. */
const FEW = 100;
/** A pool takes at most this many numbers. */
const POOL_SIZE = 2 ** 25;

/** The best curve of each resample, and its loss. */
export type Found = Pick<BestCurves, "losses" | "curves">;

/**
 * Fits every resample of a table.
 *
 * With a small delta the landscape is rough: a resample has many local minima, and which is best differs from
 * resample to resample. But the curves that can win are much the same for all of them, and a dot product
 * tells what any curve costs on any resample (`candidatePool`). So: a few scouts are searched from cold starts and
 * their minima pooled; each resample descends from the cheapest candidates of the pool, one of each kind; then
 * resamples try each other's best curves, until a pass improves none. Effort goes where it is needed: if in the first
 * pass second candidates win now and then, all resamples are searched thoroughly, along the shift as well.
 *
 * Everything runs in a fixed order, so equal inputs give equal results.
 */
export function search(
  table: GroupedTable,
  space: CurveSpace,
  resamples: Resamples,
  delta: number,
  effort: Effort
): Found {
  const best = bestCurves(resamples.original + 1, delta);
  const {distinct} = resamples;
  const degrees = coarseToFine(delta).slice(1);
  const capacity = Math.max(FEW, Math.floor(POOL_SIZE / table.n));
  const pooled = (curves: readonly Curve[]): CandidatePool => {
    const pool = candidatePool(table, space, delta, curves.length);
    for (const curve of curves) pool.add(curve);
    return pool;
  };
  const improves = (index: number, look: () => void): boolean => {
    const before = best.losses[index]!;
    resamples.draw(index);
    look();
    if (best.losses[index] === before) return false;
    for (const system of space.free) best.attempt(index, best.curves[index]!, system, 500);
    return best.losses[index]! < before * (1 - 1e-7);
  };

  let pool = pooled(evenly(distinct, effort.scouts).flatMap(scout));
  let rivals = 0;
  let improved = distinct.filter((index) => improves(index, () => tryCandidates(index, effort.confirmations)));
  const thorough = rivals > RIVALS * distinct.length;
  const confirmations = thorough ? effort.rivalConfirmations : effort.confirmations;
  for (let round = 1; round < effort.rounds && improved.length > 0; round++) {
    pool = pooled(evenly(improved, rivals > 0 ? capacity : FEW).map((index) => best.curves[index]!));
    improved = distinct.filter((index) =>
      improves(index, () => {
        tryCandidates(index, confirmations);
        if (round > 1) return;
        if (thorough && space.rivals(best.curves[index]!).length > 0) tryRivals(index);
        else smoothOut(index);
      })
    );
  }
  return best;

  /** All local minima of a resample from cold starts. */
  function scout(index: number): Curve[] {
    resamples.draw(index);
    const minima = localMinima(space, delta, MINIMA_OF_A_SCOUT);
    for (const {loss, curve} of minima) best.offer(index, loss, curve);
    return minima.map(({curve}) => curve);
  }

  /** Descends from the cheapest curve of each kind in the pool. */
  function tryCandidates(index: number, enough: number): void {
    const scores = pool.score(resamples.counts, index * table.n);
    const own = best.losses[index]!;
    const queue = oneOfEachKind(pool.kinds, scores).filter((j) => scores[j] !== own);
    const limit = Math.min(own, scores[queue[0] ?? 0]!) * (1 + CANDIDATE_MARGIN);
    let late = false;
    for (const [rank, j] of queue.slice(0, effort.candidates).entries()) {
      if (scores[j]! > limit) break;
      for (const system of space.free) {
        if (best.confirmed[index]! >= enough && scores[j]! >= best.losses[index]!) continue;
        const better = best.attempt(index, pool.curves[j]!, system);
        late ||= better && rank > 0;
      }
    }
    if (late) rivals++;
  }

  /** Descends from the best curve once more through ever smaller deltas, over the kinks that surround it. */
  function smoothOut(index: number): void {
    const start = best.curves[index]!;
    for (const system of space.free) best.attempt(index, start, system, 100, degrees);
  }

  /** Moves the shift over its whole range, fits all else, then frees the shift. */
  function tryRivals(index: number): void {
    const system = space.held.at(-1)!;
    for (const start of space.rivals(best.curves[index]!)) {
      const held = descendFrom(system, start, {delta, tolerance: 1e-4, evaluations: 15}, [WIDE * delta]);
      if (held.loss > best.losses[index]! * (1 + RIVAL_MARGIN)) continue;
      best.attempt(index, held.curve, space.free.at(-1)!);
    }
  }
}

/** The cheapest candidate of each kind, cheapest first. */
function oneOfEachKind(kinds: readonly number[], scores: Float64Array): number[] {
  const cheapest: number[] = [];
  for (let j = 0; j < scores.length; j++) {
    const kind = kinds[j]!;
    const other = cheapest[kind];
    if (other === undefined || scores[j]! < scores[other]!) cheapest[kind] = j;
  }
  return cheapest.sort((i, j) => scores[i]! - scores[j]!);
}

/** At most `most` items, spread evenly, the first always among them. */
function evenly<T>(items: readonly T[], most: number): T[] {
  if (items.length <= most) return [...items];
  return Array.from({length: most}, (_, i) => items[Math.floor((i * items.length) / most)]!);
}
