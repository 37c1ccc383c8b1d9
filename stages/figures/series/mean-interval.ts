/** 0.975 quantiles of Student's t for 1 to 30 degrees of freedom. */
const T975 = [
  12.7062, 4.3027, 3.1824, 2.7764, 2.5706, 2.4469, 2.3646, 2.306, 2.2622, 2.2281, 2.201, 2.1788, 2.1604, 2.1448, 2.1314,
  2.1199, 2.1098, 2.1009, 2.093, 2.086, 2.0796, 2.0739, 2.0687, 2.0639, 2.0595, 2.0555, 2.0518, 2.0484, 2.0452, 2.0423
];
const NORMAL = 1.959964;

/** A mean of `n` values with an interval about it, where there is one. */
export interface Mean {
  y: number;
  n: number;
  low?: number;
  high?: number;
}

/** A mean; with the lowest and highest value where it is over two or more. */
export function meanRange(values: readonly number[]): Mean {
  const n = values.length;
  const y = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return {y, n};
  return {y, n, low: values.reduce((a, b) => Math.min(a, b)), high: values.reduce((a, b) => Math.max(a, b))};
}

/** A mean; with its 95 % interval (Student's t) where it is over two values or more. */
export function meanInterval(values: readonly number[]): Mean {
  const n = values.length;
  const y = values.reduce((sum, value) => sum + value, 0) / n;
  if (n < 2) return {y, n};
  const variance = values.reduce((sum, value) => sum + (value - y) ** 2, 0) / (n - 1);
  const half = t975(n - 1) * Math.sqrt(variance / n);
  return {y, n, low: y - half, high: y + half};
}

/** The 0.975 quantile of Student's t; beyond the table, Fisher's expansion in one over the degrees of freedom. */
export function t975(degrees: number): number {
  return T975[degrees - 1] ?? NORMAL + (NORMAL ** 3 + NORMAL) / (4 * degrees);
}
