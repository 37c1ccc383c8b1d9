/**
 * Percentile of a sample, linearly interpolated between order statistics (numpy's default, Hyndman & Fan's type 7).
 * @param percent from 0 to 100
 * @returns NaN for an empty sample or one that holds NaN
 */
export function percentile(values: readonly number[], percent: number): number {
  return percentileOfSorted(
    [...values].sort((a, b) => a - b),
    percent
  );
}

/** The same for values that are already in ascending order. */
export function percentileOfSorted(sorted: readonly number[], percent: number): number {
  if (sorted.some(Number.isNaN)) return Number.NaN;
  const position = (percent / 100) * (sorted.length - 1);
  const below = Math.floor(position);
  const low = sorted[below] ?? Number.NaN;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
  const part = position - below;
  if (low === high) return low;
  return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
}

/** A point estimate's 2.5, 50 and 97.5 percentiles over resamples. */
export function interval95(values: readonly number[]): {low: number; median: number; high: number} {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (percent: number) => percentileOfSorted(sorted, percent);
  return {low: at(2.5), median: at(50), high: at(97.5)};
}

/** Several percentiles of the values that are finite; NaN where there are none. */
export function finitePercentiles(values: Iterable<number>, percents: readonly number[]): number[] {
  const sorted = Array.from(values)
    .filter(Number.isFinite)
    .sort((a, b) => a - b);
  return percents.map((percent) => percentileOfSorted(sorted, percent));
}
