import type {Fit} from "../../../science/scaling-laws/fit.ts";
import type {Parameters} from "../../../science/scaling-laws/form.ts";

/** An interval, or nothing where there are no resamples to take it from. */
export type Interval = {low: number; high: number} | Record<string, never>;

/** The 95 % interval, over a fit's resamples, of something that follows from its parameters. */
export function bootstrapInterval(fit: Fit, measure: (parameters: Parameters) => number): Interval {
  return interval95(fit.bootstrap.parameters.map(measure));
}

/** 2.5 and 97.5 percentiles with numpy's linear interpolation; values that are not finite are left out. */
export function interval95(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values.filter(Number.isFinite)).sort();
  return sorted.length === 0 ? {} : {low: percentile(sorted, 0.025), high: percentile(sorted, 0.975)};
}

function percentile(sorted: Float64Array, fraction: number): number {
  const position = fraction * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[below + 1] ?? low;
  return low + (high - low) * (position - below);
}
