import type {Objective} from "./objective.ts";

/** A curve: (E, b, k, v) as in `abscissa` for one variable, (E, b1, k1, b2, k2) for two. */
export type Curve = Float64Array;

/** One way to walk through the curves: an objective, and the way in and out of its coordinates. */
export interface CoordinateSystem {
  objective: Objective;
  /** Writes the coordinates of a curve into `p`; false where this system has none for it. */
  enter(curve: Curve, p: Float64Array): boolean;
  /** Writes the curve at `p`; a coordinate that the system holds stays as it is in `curve`. */
  leave(p: Float64Array, curve: Curve): void;
}

/** The curves of one form over one table. */
export interface CurveSpace {
  /** Systems in which every parameter is free; the last one's coordinates are the curve itself. */
  readonly free: readonly CoordinateSystem[];
  /** Systems in which the shift is held. */
  readonly held: readonly CoordinateSystem[];
  /** Starts that cover the shapes a curve can have. */
  readonly starts: readonly Curve[];
  /** A curve with its shift moved over the whole range: where to look for rivals. None where there is no shift. */
  rivals(curve: Curve): Curve[];
  /** The curves at the ends of what the data can tell apart, each as coordinates held at a value. */
  readonly limits: Readonly<Record<string, ReadonlyMap<number, number>>>;
  /** Logarithm of the fitted value, one a distinct x of the table. */
  predict(curve: Curve, prediction: Float64Array): void;
  /** A number that curves of like shape share. */
  kind(curve: Curve): number;
  /** Log-space parameters in the order of `parameterNames`. */
  publish(curve: Curve): number[];
}

/** An asymptote of 0 is published as this, which is below the rounding of any misalignment that was measured. */
const SMALLEST_ASYMPTOTE = 1e-18;

/** e = log E, finite where E is 0. */
export function logAsymptote(E: number): number {
  return Math.log(Math.max(E, SMALLEST_ASYMPTOTE));
}

/** On which decade of steepness a curve lies, and whether it falls or rises. */
export function steepnessClass(k: number): number {
  return Math.round(Math.log(Math.abs(k) + 1e-4) * 3) * 2 + (k < 0 ? 1 : 0);
}
