import {type CandidatePool, candidatePool} from "./candidate-pool.ts";
import type {CoordinateSystem, Curve, CurveSpace} from "./curve.ts";
import {coarseToFine, descendFrom, localMinima} from "./local-minima.ts";
import type {Resamples} from "./resamples.ts";
import type {GroupedTable} from "./weighted-rows.ts";

/** How hard to look. */
export interface Effort {
  /** Resamples whose local minima are all looked for from cold starts. */
  scouts: number;
  /** Candidates that a resample tries, each of another kind, and how often its best must be reached to stop early. */
  candidates: number;
  confirmations: number;
  /** The same for tables whose resamples turn out to have rival minima. */
  rivalCandidates: number;
  rivalConfirmations: number;
  /** Candidates that are tried once more from wide smoothing on such tables. */
  smoothed: number;
  /** Most passes in which resamples try each other's curves. */
  rounds: number;
}

export const usualEffort: Effort = {
  scouts: 16,
  candidates: 6,
  confirmations: 4,
  rivalCandidates: 8,
  rivalConfirmations: 12,
  smoothed: 3,
  rounds: 8
};

/** Local minima of a scout that join the pool. */
const MINIMA_OF_A_SCOUT = 12;
/** A candidate whose loss is above the best by more than this part is not tried. */
const MARGIN = 0.2;
/** Two losses are the same minimum if they agree to this part. */
const SAME = 1e-7;
/** A pool never takes more than this many numbers. */
const POOL_SIZE = 2 ** 25;
/** Resamples in a hundred thousand that may have rivals before the table counts as one that has. */
const RIVALS = 1e-3;

/** The best curve found for each resample. */
export interface Found {
  losses: Float64Array;
  curves: Curve[];
}

/**
 * Fits every resample of a table.
 *
 * The landscape of a small delta is rough: a resample has many local minima, and which one is best differs from
 * resample to resample. But the curves that can win are much the same for all of them, and a dot product
 * tells what any curve costs on any resample (`candidatePool`). So: a few scouts are searched from cold starts and
 * their minima pooled; each resample descends from the cheapest candidates of the pool, one of each kind; then
 * resamples try each other's best curves, until a pass improves none. Effort goes where it is needed: the first pass
 * tells whether later candidates ever win on this table.
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
  const size = resamples.original + 1;
  const losses = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const curves: Curve[] = new Array(size);
  const confirmed = new Int32Array(size);
  const {distinct, counts} = resamples;
  const capacity = Math.max(64, Math.floor(POOL_SIZE / table.n));
  const wide = coarseToFine(delta).slice(1);

  const attempt = (b: number, start: Curve, system: CoordinateSystem, smoothing: number[], evaluations = 100) => {
    const {loss, curve} = descendFrom(system, start, {delta, tolerance: 1e-9, evaluations}, smoothing);
    const best = losses[b]!;
    const better = loss < best * (1 - SAME);
    if (better) confirmed[b] = 1;
    else if (loss < best * (1 + SAME)) confirmed[b]! += 1;
    if (loss < best) {
      losses[b] = loss;
      curves[b] = curve;
    }
    return better;
  };

  let pool = scout();
  let rivals = 0;
  for (let round = 0; round < effort.rounds; round++) {
    const thorough = rivals > RIVALS * distinct.length;
    const {candidates, confirmations} = thorough
      ? {candidates: effort.rivalCandidates, confirmations: effort.rivalConfirmations}
      : effort;
    const scores = new Float64Array(pool.curves.length);
    const improved: number[] = [];
    for (const b of distinct) {
      pool.score(counts, b * table.n, scores);
      const before = losses[b]!;
      const queue = oneOfEachKind(pool, scores)
        .filter((j) => scores[j] !== before)
        .slice(0, candidates);
      const limit = Math.min(scores[queue[0] ?? 0]!, before) * (1 + MARGIN);
      resamples.draw(b);
      let late = false;
      queue.forEach((j, rank) => {
        if (scores[j]! > limit) return;
        for (const system of space.free) {
          if (confirmed[b]! >= confirmations && scores[j]! >= losses[b]!) return;
          if (attempt(b, pool.curves[j]!, system, []) && rank > 0) late = true;
        }
      });
      if (thorough && round < 3)
        for (const j of queue.slice(0, effort.smoothed))
          for (const system of space.free) if (confirmed[b]! < confirmations) attempt(b, pool.curves[j]!, system, wide);
      if (round === 0 && late) rivals++;
      if (losses[b]! < before * (1 - SAME)) {
        for (const system of space.free) attempt(b, curves[b]!, system, [], 500);
        improved.push(b);
      }
    }
    if (round > 0 && improved.length === 0) break;
    const few = round === 0 && rivals === 0 ? 100 : capacity;
    pool = candidatePool(table, space, delta, Math.min(few, improved.length));
    for (const b of evenly(improved, few)) pool.add(curves[b]!);
  }
  return {losses, curves};

  function scout(): CandidatePool {
    const scouts = evenly(distinct, effort.scouts);
    const found = candidatePool(table, space, delta, Math.min(capacity, scouts.length * MINIMA_OF_A_SCOUT));
    for (const b of scouts) {
      resamples.draw(b);
      for (const {loss, curve} of localMinima(space, delta, MINIMA_OF_A_SCOUT)) {
        if (loss < losses[b]!) {
          losses[b] = loss;
          curves[b] = curve;
        }
        found.add(curve);
      }
    }
    return found;
  }
}

/** The cheapest candidate of each kind, cheapest first. */
function oneOfEachKind({kinds}: CandidatePool, scores: Float64Array): number[] {
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
