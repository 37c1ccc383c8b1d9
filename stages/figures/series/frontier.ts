import {allocation, bestSplit, lawOf} from "../../../science/scaling-laws/allocation.ts";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import type {Parameters} from "../../../science/scaling-laws/form.ts";
import type {Recipe} from "../../../science/scaling-laws/recipe.ts";
import {logSpaced} from "../../../science/statistics/log-spaced.ts";
import type {DrawnNumber} from "./numbers.ts";
import {bootstrapInterval} from "./prediction.ts";

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
    const score = (parameters: Parameters) => {
      const law = lawOf(parameters);
      const split = allocation(law, cost);
      return split ? bestSplit(law, cost, split, x / unit).alignment : Number.NaN;
    };
    return {series, mark: "curve" as const, x, y: score(fit.parameters), ...bootstrapInterval(fit, score)};
  });
}
