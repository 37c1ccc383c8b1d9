import type {CoordinateSystem, Curve} from "./curve.ts";
import {descendFrom} from "./local-minima.ts";

/** Two losses are of one minimum if they agree to this part. */
const SAME = 1e-7;
/** Below this a loss is rounding noise: the curve passes through every point. */
const NOISE = 1e-20;

/** The best curve found so far for each resample, and how often it was found. */
export interface BestCurves {
  readonly losses: Float64Array;
  readonly curves: Curve[];
  /** Descents that have ended in the best minimum of each. */
  readonly confirmed: Int32Array;
  /** Takes a curve in; true if its loss is lower by more than rounding. */
  offer(index: number, loss: number, curve: Curve): boolean;
  /** Descends from a curve and offers where that ends; `rows` of the system must be those of the resample. */
  attempt(
    index: number,
    start: Curve,
    system: CoordinateSystem,
    evaluations?: number,
    smoothing?: readonly number[]
  ): boolean;
}

export function bestCurves(size: number, delta: number): BestCurves {
  const losses = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const curves: Curve[] = new Array(size);
  const confirmed = new Int32Array(size);
  const offer = (index: number, loss: number, curve: Curve): boolean => {
    const best = losses[index]!;
    if (best < NOISE || !curve.every(Number.isFinite)) return false;
    const better = loss < best * (1 - SAME);
    if (better) confirmed[index] = 1;
    else if (loss < best * (1 + SAME)) confirmed[index]! += 1;
    if (loss < best) {
      losses[index] = loss;
      curves[index] = curve;
    }
    return better;
  };
  return {
    losses,
    curves,
    confirmed,
    offer,
    attempt(index, start, system, evaluations = 100, smoothing = []) {
      const {loss, curve} = descendFrom(system, start, {delta, tolerance: 1e-9, evaluations}, smoothing);
      return offer(index, loss, curve);
    }
  };
}
