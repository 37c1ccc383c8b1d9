import type {Recipe} from "../../science/scaling-laws/recipe.ts";
import {type Comparison, comparePrinted} from "./comparison.ts";

const inverted = "the released code takes 1 / G for G (a sign slip): exponents unaffected, S lower by at most 4e-4";
const fit = "follows from the two-variable fit, whose parameters differ within what its loss can tell apart";
const interval = "resampled fits reach lower losses than the released ones";

/** N and D that the released code draws at each budget in FLOPs. */
const drawn: readonly (readonly [number, string, string])[] = [
  [1e16, "1.479e6", "8.738e6"],
  [1e17, "2.753e6", "4.410e7"],
  [1e18, "5.124e6", "2.225e8"],
  [1e19, "9.538e6", "1.123e9"],
  [1e20, "1.775e7", "5.668e9"]
];

/** The compute-optimal split beside the paper's and the released code's (section 3.3, figure 4a). */
export function compareRecipe(recipe: Recipe): Comparison[] {
  const {cost, parameter_exponent, sample_exponent, G, budgets} = recipe;
  const count = recipe.resamples.all;
  const why = count === 1000 ? interval : `${count} resamples, the released fit has 1000`;
  const end = (name: string, value: number | null, printed: string) =>
    value === null ? [] : [comparePrinted(name, value, printed, why)];
  return [
    comparePrinted("paper, Fig 4a: exponent of the best number of parameters", parameter_exponent.value, "0.3", fit),
    comparePrinted("paper, Fig 4a: exponent of the best number of samples", sample_exponent.value, "0.7", fit),
    comparePrinted("exponent of parameters", parameter_exponent.value, "0.2698", fit),
    ...end("exponent of parameters: 2.5 %", parameter_exponent.low, "0.219"),
    ...end("exponent of parameters: 97.5 %", parameter_exponent.high, "0.316"),
    comparePrinted("exponent of samples", sample_exponent.value, "0.7030", fit),
    ...end("exponent of samples: 2.5 %", sample_exponent.low, "0.656"),
    ...end("exponent of samples: 97.5 %", sample_exponent.high, "0.754"),
    comparePrinted("C = m (N D)^n: n", cost.n, "1.0279200", fit),
    comparePrinted("C = m (N D)^n: m", cost.m, "594.0770", fit),
    comparePrinted("C = m (N D)^n: R^2", cost.r2, "0.944", fit),
    comparePrinted("G", G.value, "1.07074", inverted),
    ...drawn.flatMap(([compute, parameters, samples]) => {
      const budget = budgets.find((row) => row.compute === compute);
      if (budget === undefined) return [];
      const at = `at 1e${Math.log10(compute)} FLOPs`;
      return [
        comparePrinted(`best number of parameters ${at}`, budget.parameters.value, parameters, inverted),
        comparePrinted(`best number of samples ${at}`, budget.samples.value, samples, inverted)
      ];
    })
  ];
}
