import {candidatePool} from "../../stages/fit/candidate-pool.ts";
import {type CurvePoints, type FitOptions, searchCurves} from "../../stages/fit/fit-scaling-law.ts";
import {coarseToFine, descendFrom, localMinima} from "../../stages/fit/local-minima.ts";

export interface Deeper {
  /** Resamples searched again. */
  resamples: number;
  /** Those whose loss fell by more than 1e-6 of itself and by more than 1e-12. */
  improved: number;
  /** The largest part by which one fell. */
  most: number;
}

/** Curves that a hard resample starts from in the usual search, once in every coordinate system. */
const USUAL_STARTS = 20;

/**
 * Searches a sample of resamples again, `times` as hard and in other ways: from every cold start of its own,
 * then from the curves of other resamples, half of them the cheapest on this one and half the cheapest of
 * each kind, in every coordinate system, from no smoothing and from three degrees of it.
 */
export function searchDeeper(points: CurvePoints, options: FitOptions, times: number, sample: number): Deeper {
  const {table, space, resamples, found} = searchCurves(points, options);
  const {delta} = options;
  const degrees = coarseToFine(delta);
  const smoothings = [[], degrees.slice(-1), degrees.slice(-2), degrees.slice(1)];
  const {distinct, counts} = resamples;
  const pool = candidatePool(table, space, delta, distinct.length);
  for (const b of distinct) pool.add(found.curves[b]!);
  const half = Math.ceil((times * USUAL_STARTS) / smoothings.length / 2);

  const chosen = new Set(
    Array.from({length: sample}, (_, i) => distinct[Math.floor(((i + 0.5) * distinct.length) / sample)]!)
  );
  let improved = 0;
  let most = 0;
  for (const b of chosen) {
    resamples.draw(b);
    const scores = pool.score(counts, b * table.n);
    const order = Array.from(scores.keys()).sort((i, j) => scores[i]! - scores[j]!);
    const kinds = new Set<number>();
    const firsts = order.filter((j) => !kinds.has(pool.kinds[j]!) && kinds.add(pool.kinds[j]!));
    let best = localMinima(space, delta, 24)[0]?.loss ?? Number.POSITIVE_INFINITY;
    for (const j of new Set([...order.slice(0, half), ...firsts.slice(0, half)]))
      for (const system of space.free)
        for (const smoothing of smoothings) {
          const descent = {delta, tolerance: 1e-10, evaluations: 500};
          best = Math.min(best, descendFrom(system, pool.curves[j]!, descent, smoothing).loss);
        }
    const usual = found.losses[b]!;
    if (best >= usual * (1 - 1e-6) - 1e-12) continue;
    improved++;
    most = Math.max(most, 1 - best / usual);
  }
  return {resamples: chosen.size, improved, most};
}
