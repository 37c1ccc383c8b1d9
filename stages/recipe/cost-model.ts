import type {CostModel} from "../../science/scaling-laws/allocation.ts";
import {linearRegression} from "../../science/statistics/linear-regression.ts";

/** The cost model of the runs of a fit. */
export interface FittedCost extends CostModel {
  /** Share of the variance of log C that it explains. */
  r2: number;
}

/**
 * Least squares of log10 C on log10(N D) over the fitted runs (study, section 3.3).
 * @param parameters N, samples D, compute C of each run, all in the fit's units: C is divided by unit N x unit D
 */
export function costModel(
  parameters: readonly number[],
  samples: readonly number[],
  compute: readonly number[]
): FittedCost {
  const product = parameters.map((n, index) => Math.log10(n * (samples[index] ?? Number.NaN)));
  const {slope, intercept, r2} = linearRegression(product, compute.map(Math.log10));
  return {m: 10 ** intercept, n: slope, r2};
}
