/**
 * Pearson's correlation of two samples.
 * @param rows which pairs, as often as they are drawn; all of them, once, unless given
 */
export function pearson(x: readonly number[], y: readonly number[], rows: Iterable<number> = x.keys()): number {
  let n = 0;
  let sumX = 0;
  let sumY = 0;
  let sumXX = 0;
  let sumYY = 0;
  let sumXY = 0;
  for (const row of rows) {
    const [a = Number.NaN, b = Number.NaN] = [x[row], y[row]];
    n += 1;
    sumX += a;
    sumY += b;
    sumXX += a * a;
    sumYY += b * b;
    sumXY += a * b;
  }
  return (n * sumXY - sumX * sumY) / Math.sqrt((n * sumXX - sumX * sumX) * (n * sumYY - sumY * sumY));
}
