import type {Curve, CurveSpace} from "./curve.ts";
import {coarseToFine, descendFrom} from "./local-minima.ts";

/**
 * Loss of the best curve at each limit of a space (no asymptote, a constant, ...) on the current resample:
 * everything else is fitted anew from all starts and from the best free curve.
 */
export function profileLimits(space: CurveSpace, best: Curve, delta: number): Record<string, number> {
  const system = space.free.at(-1)!;
  const {lower, upper} = system.objective;
  const smoothing = coarseToFine(delta);
  const losses: Record<string, number> = {};
  for (const [name, held] of Object.entries(space.limits)) {
    const [low, high] = [lower.slice(), upper.slice()];
    for (const [coordinate, value] of held) lower[coordinate] = upper[coordinate] = value;
    losses[name] = Number.POSITIVE_INFINITY;
    for (const start of [best, ...space.starts]) {
      const curve = start.slice();
      if (held.get(0) === 0 && curve[0]! > 0) curve[1] = Math.log(curve[0]! + Math.exp(curve[1]!));
      for (const [coordinate, value] of held) curve[coordinate] = value;
      const descent = {delta, tolerance: 1e-8, evaluations: 200};
      losses[name] = Math.min(losses[name], descendFrom(system, curve, descent, smoothing).loss);
    }
    lower.set(low);
    upper.set(high);
  }
  return losses;
}
