const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The largest relative difference between the numbers of two texts that are alike but for these (JSON, tables);
 * undefined where they differ in anything else.
 */
export function numericDifference(before: string, after: string): number | undefined {
  const [old, now] = [before, after].map((text) => (text.match(NUMBER) ?? []).map(Number));
  if (old?.length !== now?.length || before.replace(NUMBER, "#") !== after.replace(NUMBER, "#")) return undefined;
  let largest = 0;
  for (const [index, value] of (old ?? []).entries()) {
    const other = now?.[index] ?? Number.NaN;
    if (value !== other)
      largest = Math.max(largest, Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other)));
  }
  return largest;
}
