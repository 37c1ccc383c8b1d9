/** Pearson's correlation of two lists of one length, as scipy computes it; NaN where either does not vary. */
export function pearson(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  if (isConstant(x) || isConstant(y)) return Number.NaN;
  const [meanX, meanY] = [meanOf(x), meanOf(y)];
  let [xx, yy] = [0, 0];
  for (let i = 0; i < n; i++) {
    xx += (x[i]! - meanX) ** 2;
    yy += (y[i]! - meanY) ** 2;
  }
  const [normX, normY] = [Math.sqrt(xx), Math.sqrt(yy)];
  let r = 0;
  for (let i = 0; i < n; i++) r += ((x[i]! - meanX) / normX) * ((y[i]! - meanY) / normY);
  return Math.max(-1, Math.min(1, r));
}

/** Spearman's rank correlation: Pearson's of the ranks, ties sharing their mean rank; NaN where a value is NaN. */
export function spearman(x: Float64Array, y: Float64Array): number {
  return spearmanOfLevels(levels(x), levels(y));
}

/** Spearman's correlation of levels, of which -1 stands for NaN. */
export function spearmanOfLevels(x: Int32Array, y: Int32Array): number {
  if (x.includes(-1) || y.includes(-1)) return Number.NaN;
  return pearson(ranksOfLevels(x), ranksOfLevels(y));
}

/** Each value's place, from 0, among the distinct values in ascending order; -1 for NaN. */
export function levels(values: Float64Array): Int32Array {
  const distinct = values.slice().sort();
  let count = 0;
  for (const value of distinct) {
    if (Number.isNaN(value)) break;
    if (count === 0 || value !== distinct[count - 1]) distinct[count++] = value;
  }
  return Int32Array.from(values, (value) => (Number.isNaN(value) ? -1 : placeOf(value, distinct, count)));
}

/** Ranks from 1 by counting; equal levels share the mean of their ranks. */
export function ranksOfLevels(of: Int32Array): Float64Array {
  const counts = new Uint32Array(of.reduce((most, level) => Math.max(most, level), -1) + 1);
  for (const level of of) counts[level]! += 1;
  const ranks = new Float64Array(counts.length);
  let below = 0;
  for (const [level, count] of counts.entries()) {
    ranks[level] = below + (count + 1) / 2;
    below += count;
  }
  return Float64Array.from(of, (level) => ranks[level]!);
}

/** Index of a value in the first `count` of an ascending list that holds it. */
function placeOf(value: number, ascending: Float64Array, count: number): number {
  let [low, high] = [0, count - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function meanOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
}

function isConstant(values: ArrayLike<number>): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false;
  return true;
}
