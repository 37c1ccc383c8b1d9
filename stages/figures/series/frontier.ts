import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {alignment, type Parameters} from "../../../science/scaling-laws/form.ts";
import type {Recipe} from "../../../science/scaling-laws/recipe.ts";
import {logSpaced} from "./log-spaced.ts";
import type {DrawnNumber} from "./numbers.ts";
import {bootstrapInterval} from "./prediction.ts";

/**
 * The best split of a budget between parameters and samples (section 3.3 of the paper): with L = E + A N^-alpha +
 * B D^-beta and the cost model C = m (N D)^n,
 *
 *   N* = G P^(beta / (alpha + beta)),  D* = P / N*,  G = (alpha A / (beta B))^(1 / (alpha + beta)),  P = (C / m)^(1 / n).
 *
 * @param budget C in units of the fit
 * @returns N* and D* in units of the fit
 */
export function bestSplit(
  budget: number,
  parameters: Parameters,
  {m, n}: Pick<Recipe["cost"], "m" | "n">
): [N: number, D: number] {
  const {a = Number.NaN, alpha = Number.NaN, b = Number.NaN, beta = Number.NaN} = parameters;
  const product = (budget / m) ** (1 / n);
  const ratio = ((alpha * Math.exp(a)) / (beta * Math.exp(b))) ** (1 / (alpha + beta));
  const size = ratio * product ** (beta / (alpha + beta));
  return [size, product / size];
}

/**
 * Alignment of the best split over budgets in FLOPs. The band has the split and the curve of each bootstrap fit, under
 * one cost model.
 */
export function frontier(
  fit: Fit,
  {cost}: Pick<Recipe, "cost">,
  [from, to]: readonly [number, number],
  series: string
): DrawnNumber[] {
  const unit = fit.x.reduce((product, variable) => product * variable.unit, 1);
  return logSpaced(from, to, 100).map((x) => {
    const score = (parameters: Parameters) => alignment(fit.form, parameters, bestSplit(x / unit, parameters, cost));
    return {series, mark: "curve" as const, x, y: score(fit.parameters), ...bootstrapInterval(fit, score)};
  });
}
