import type {CoordinateSystem, Curve, CurveSpace} from "./curve.ts";
import {type Descent, descend} from "./newton.ts";

/** A local minimum of one resample's loss. */
export interface Minimum {
  loss: number;
  curve: Curve;
}

const p = new Float64Array(5);

/**
 * Descends from a curve in one coordinate system.
 * @param smoothing wider deltas to descend at beforehand: they bridge the kinks between neighbouring minima
 */
export function descendFrom(
  system: CoordinateSystem,
  start: Curve,
  descent: Descent,
  smoothing: readonly number[] = []
): Minimum {
  const curve = start.slice();
  if (!system.enter(curve, p)) return {loss: Number.POSITIVE_INFINITY, curve};
  for (const delta of smoothing) descend(system.objective, p, {delta, tolerance: 1e-2, evaluations: 9});
  const loss = descend(system.objective, p, descent);
  system.leave(p, curve);
  return {loss, curve};
}

/** Deltas from least squares (0.3 in log misalignment) down to, but without, `delta`, three a decade and a half. */
export function coarseToFine(delta: number): number[] {
  const deltas: number[] = [];
  for (let wide = 0.3; wide > 1.8 * delta; wide /= Math.sqrt(10)) deltas.push(wide);
  return deltas;
}

/**
 * The best local minima of the current resample that all starts of a space lead to, best first, each once:
 * every start is smoothed down with its shift held, then the promising ends are freed.
 */
export function localMinima(space: CurveSpace, delta: number, most: number): Minimum[] {
  const smoothing = coarseToFine(delta);
  const ends = space.starts.flatMap((start) =>
    space.held.map((system) => descendFrom(system, start, {delta, tolerance: 1e-5, evaluations: 40}, smoothing))
  );
  const promising = distinctMinima(ends, 1e-7).slice(0, 3 * most);
  const best = promising[0]?.loss ?? 0;
  const freed = promising
    .filter(({loss}) => loss <= best * 1.05 + 1e-9)
    .flatMap(({curve}) =>
      space.free.map((system) => descendFrom(system, curve, {delta, tolerance: 1e-9, evaluations: 60}))
    );
  return distinctMinima(freed, 1e-8).slice(0, most);
}

/** Sorts by loss and keeps one of those whose losses agree to `tolerance`. */
function distinctMinima(minima: Minimum[], tolerance: number): Minimum[] {
  const sorted = minima.filter(({loss}) => loss < Number.POSITIVE_INFINITY).sort((a, b) => a.loss - b.loss);
  const kept: Minimum[] = [];
  for (const minimum of sorted) {
    const last = kept.at(-1);
    if (!last || minimum.loss > last.loss * (1 + tolerance)) kept.push(minimum);
  }
  return kept;
}
