import {Pcg64} from "../../../science/random/pcg64.ts";
import {type Form, misalignment, type Parameters, parameterNames} from "../../../science/scaling-laws/form.ts";
import type {Points} from "../../../science/scaling-laws/points.ts";

/** Uniform draws between two bounds. */
export function uniformStream(seed: number): (low: number, high: number) => number {
  const words = new Pcg64(seed);
  return (low, high) => low + ((high - low) * (words.nextUint32() + 0.5)) / 2 ** 32;
}

/** Standard normal draws (Box-Muller). */
export function normalStream(seed: number): () => number {
  const uniform = uniformStream(seed);
  return () => Math.sqrt(-2 * Math.log(uniform(0, 1))) * Math.cos(uniform(0, 2 * Math.PI));
}

export interface Design {
  n: number;
  /** Bounds between which each variable is spread, uniformly in the logarithm. */
  ranges: readonly (readonly [number, number])[];
  /** Standard deviation of log misalignment. */
  noise: number;
  seed: number;
}

/** Points scattered about a known curve. */
export function scatteredPoints(form: Form, truth: Parameters, {n, ranges, noise, seed}: Design): Points {
  const uniform = uniformStream(seed);
  const normal = normalStream(seed + 1_000_000);
  const X = ranges.map(([low, high]) =>
    Array.from({length: n}, () => Math.exp(uniform(Math.log(low), Math.log(high))))
  );
  const Y = Array.from(
    {length: n},
    (_, i) =>
      misalignment(
        form,
        truth,
        X.map((values) => values[i]!)
      ) * Math.exp(noise * normal())
  );
  return pointsOf(X, Y);
}

/** Points of given numbers, as the stage `points` hands them over. */
export function pointsOf(X: number[][], Y: (number | null)[]): Points {
  return {
    experiment: "synthetic",
    rows: Y.length,
    dropped: 0,
    dropped_by: {},
    x: X.map((_, i) => ({column: ["total_flops", "n_samples_seen"][i] ?? "x", unit: 1})),
    y: {column: "score", as: "one_minus"},
    ids: Y.map((_, i) => `model-${i + 1}`),
    X,
    Y
  };
}

/** Log-space parameters by name from values in the order of `parameterNames`. */
export function named(form: Form, values: readonly number[]): Parameters {
  return Object.fromEntries(parameterNames(form).map((name, i) => [name, values[i]!]));
}
