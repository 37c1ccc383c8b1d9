/**
 * How a raw correlation r is set against a ceiling c: `r^2/c`, where c is taken for the explainable variance (Brain-Score
 * since January 2026), or `(r/c)^2`, where it is taken for the highest correlation (before, and in Gokce & Schrimpf
 * 2025). The sign of r is lost, and 1 may be exceeded.
 */
export const ceilingFormulas = {
  "r^2/c": (r: number, c: number) => r ** 2 / c,
  "(r/c)^2": (r: number, c: number) => (r / c) ** 2
};

export type CeilingFormula = keyof typeof ceilingFormulas;

export interface CeiledScore {
  score: number;
  /** That of the raw score, unscaled. */
  error: number;
  raw: number;
  ceiling: number;
  formula: CeilingFormula;
}

export function explainedVariance(
  raw: {score: number; error: number},
  ceiling: number,
  formula: CeilingFormula
): CeiledScore {
  return {score: ceilingFormulas[formula](raw.score, ceiling), error: raw.error, raw: raw.score, ceiling, formula};
}
