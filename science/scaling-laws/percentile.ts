/**
 * numpy's `percentile(values, level, method="linear")` of the values that are finite; NaN if there are none.
 * @param level 0 to 100
 */
export function percentile(values: Iterable<number>, level: number): number {
  const [result = Number.NaN] = percentiles(values, [level]);
  return result;
}

/** Several percentiles of the same values. */
export function percentiles(values: Iterable<number>, levels: readonly number[]): number[] {
  const sorted = Float64Array.from(values).filter(Number.isFinite).sort();
  return levels.map((level) => {
    const position = (level / 100) * (sorted.length - 1);
    const below = Math.floor(position);
    const part = position - below;
    const low = sorted[below] ?? Number.NaN;
    const high = sorted[Math.min(below + 1, sorted.length - 1)] ?? Number.NaN;
    return part < 0.5 ? low + (high - low) * part : high - (high - low) * (1 - part);
  });
}
