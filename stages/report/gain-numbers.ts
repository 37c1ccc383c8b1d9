import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Parameters} from "../../science/scaling-laws/form.ts";
import {mean} from "../../science/statistics/linear-regression.ts";
import {type Comparison, compareNumber, comparePrinted} from "./comparison.ts";
import {otherSettings} from "./fit-numbers.ts";

const gains = [
  {region: "V1", experiment: "region_v1_group1", point: "0.106", bar: "0.174"},
  {region: "V2", experiment: "region_v2_group1", point: "0.330", bar: "0.331"},
  {region: "V4", experiment: "region_v4_group1", point: "0.497", bar: "0.506"},
  {region: "IT", experiment: "region_it_group1", point: "0.673", bar: "0.668"},
  {region: "Behavioral", experiment: "region_behavior_group1", point: "1.163", bar: "1.163"}
] as const;

const valley = "A and alpha lie in a flat valley: a small difference in loss moves them";
const resampled = "resamples without a determined asymptote pull the mean; there ours reach lower losses";

/** A region's gain from compute: the height of the power term at 1e14 FLOPs, A x 10^-alpha (study, section 3.4). */
export function gain({a = Number.NaN, alpha = Number.NaN}: Parameters): number {
  return Math.exp(a - alpha * Math.LN10);
}

/** Gains per region beside the published ones (figure 5b): at the optimum, the mean over resamples, their order. */
export function compareGains(fits: ReadonlyMap<string, Fit>): Comparison[] {
  const known = gains.flatMap(({experiment, ...rest}) => {
    const fit = fits.get(experiment);
    return fit === undefined ? [] : [{fit, ...rest}];
  });
  const average = fits.get("region_avg_group1");
  const values = known.map(({fit}) => gain(fit.parameters));
  const inOrder = values.slice(1).filter((value, index) => value > (values[index] ?? Number.NaN)).length;
  return [
    ...known.flatMap(({region, fit, point, bar}) => {
      const resamples = fit.bootstrap.parameters.map(gain);
      const other = otherSettings(fit);
      const at = comparePrinted(`gain ${region}: A 10^-alpha`, gain(fit.parameters), point, other.fit || valley);
      const why = other.resamples || resampled;
      return resamples.length === 0
        ? [at]
        : [at, comparePrinted(`gain ${region}: mean over resamples`, mean(resamples), bar, why)];
    }),
    ...(average
      ? [comparePrinted("gain of the mean of five: A 10^-alpha", gain(average.parameters), "0.4835", valley)]
      : []),
    compareNumber("gains: neighbours in the order V1 < V2 < V4 < IT < behaviour", inOrder, 4, "the order differs", 0)
  ];
}
