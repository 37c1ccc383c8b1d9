import {
  type Allocation,
  allocation,
  type BestSplit,
  bestSplit,
  type CostModel,
  lawOf,
  type TwoVariableLaw
} from "../../science/scaling-laws/allocation.ts";
import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Recipe} from "../../science/scaling-laws/recipe.ts";
import {interval95} from "../../science/statistics/percentile.ts";
import {costModel} from "./cost-model.ts";

const budgets = [1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21];

/**
 * The compute-optimal split from a two-variable fit.
 * Intervals come from the fit's resamples; the cost model is held at the runs' own values throughout.
 * @param variables N and D of each fitted run, in the fit's units
 * @param totalFlops C of each fitted run, in FLOPs
 * @throws RangeError where the fit is not a two-variable one, or has no best split itself
 */
export function recipe(fit: Fit, variables: readonly number[][], totalFlops: readonly number[]): Recipe {
  const [parameters, samples] = variables;
  const [unitN, unitD] = fit.x.map(({unit}) => unit);
  if (fit.form !== "chinchilla" || !parameters || !samples || unitN === undefined || unitD === undefined) {
    throw new RangeError(`fit ${fit.experiment} is a ${fit.form}: a recipe needs parameters and samples, a chinchilla`);
  }
  const units = {parameters: unitN, samples: unitD, compute: unitN * unitD};
  const cost = costModel(
    parameters,
    samples,
    totalFlops.map((flops) => flops / units.compute)
  );
  const own = solve(lawOf(fit.parameters), cost);
  if (own === undefined)
    throw new RangeError(`fit ${fit.experiment}: alpha or beta is not positive, so no split is best`);
  const resampled = fit.bootstrap.parameters.flatMap((values) => solve(lawOf(values), cost) ?? []);
  const all = fit.bootstrap.parameters.length;

  const over = (measure: (solution: Solution) => number) => {
    const {low, high} = interval95(resampled.map(measure));
    return {value: measure(own), low: finite(low), high: finite(high)};
  };
  const released: Solution = {...own, split: {...own.split, G: 1 / own.split.G}};
  const both = (measure: (solution: Solution) => number) => ({...over(measure), released: measure(released)});
  return {
    cost: {...cost, points: totalFlops.length},
    units,
    parameter_exponent: over(({split}) => split.parameterExponent),
    sample_exponent: over(({split}) => split.sampleExponent),
    G: both(({split}) => split.G),
    resamples: {all, used: resampled.length, without_optimum: all - resampled.length},
    budgets: budgets.map((compute) => {
      const at = ({law, split}: Solution): BestSplit => bestSplit(law, cost, split, compute / units.compute);
      return {
        compute,
        parameters: both((solution) => at(solution).parameters * units.parameters),
        samples: both((solution) => at(solution).samples * units.samples),
        alignment: both((solution) => at(solution).alignment)
      };
    })
  };
}

interface Solution {
  law: TwoVariableLaw;
  split: Allocation;
}

function solve(law: TwoVariableLaw, cost: CostModel): Solution | undefined {
  const split = allocation(law, cost);
  return split && {law, split};
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
