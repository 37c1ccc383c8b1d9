/** A cross-validated score. NaN is a value that could not be computed and counts nowhere. */
export interface SplitScores {
  /** Mean over the splits. */
  score: number;
  /** Population standard deviation over the splits, divided by the square root of their number. */
  error: number;
  /** One score a split. */
  splits: number[];
}

/** Scores of neuroids: splits x neuroids, the median over neuroids first. */
export interface NeuroidScores extends SplitScores {
  neuroids: number[][];
}

export function overSplits(splits: number[]): SplitScores {
  const present = splits.filter((value) => !Number.isNaN(value));
  const score = meanOf(present);
  const variance = meanOf(present.map((value) => (value - score) ** 2));
  return {score, error: Math.sqrt(variance) / Math.sqrt(splits.length), splits};
}

export function overNeuroids(neuroids: number[][]): NeuroidScores {
  return {...overSplits(neuroids.map(median)), neuroids};
}

/** Median of the values that are not NaN; NaN where there are none. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  if (sorted.length === 0) return Number.NaN;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
