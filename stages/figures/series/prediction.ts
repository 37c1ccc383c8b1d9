import type {Fit} from "../../../science/scaling-laws/fit.ts";
import type {Parameters} from "../../../science/scaling-laws/form.ts";
import {finitePercentiles} from "../../../science/statistics/percentile.ts";

/** An interval, or nothing where there are no resamples to take it from. */
export type Interval = {low: number; high: number} | Record<string, never>;

/** The 95 % interval, over a fit's resamples, of something that follows from its parameters. */
export function bootstrapInterval(fit: Fit, measure: (parameters: Parameters) => number): Interval {
  return interval95(fit.bootstrap.parameters.map(measure));
}

/** 2.5 and 97.5 percentiles with numpy's linear interpolation; values that are not finite are left out. */
export function interval95(values: readonly number[]): Interval {
  const [low = Number.NaN, high = Number.NaN] = finitePercentiles(values, [2.5, 97.5]);
  return Number.isNaN(low) ? {} : {low, high};
}
