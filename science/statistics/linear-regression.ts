import {studentP} from "./student-t.ts";

/** A straight line through points, y = intercept + slope x. */
export interface Line {
  slope: number;
  intercept: number;
  /** Pearson's correlation of x and y. */
  r: number;
  /** Share of the variance of y that the line explains. */
  r2: number;
  /** Two-sided p value of the hypothesis that the slope is 0. */
  p: number;
  n: number;
}

/** Ordinary least squares of y on x; two lists of one length. NaN where x or y does not vary. */
export function linearRegression(x: readonly number[], y: readonly number[]): Line {
  const n = x.length;
  const [meanX, meanY] = [mean(x), mean(y)];
  let [xx, xy, yy] = [0, 0, 0];
  x.forEach((value, index) => {
    const dx = value - meanX;
    const dy = (y[index] ?? Number.NaN) - meanY;
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
  });
  const slope = xy / xx;
  const r = xy / Math.sqrt(xx * yy);
  const t = r * Math.sqrt((n - 2) / (1 - r * r));
  return {slope, intercept: meanY - slope * meanX, r, r2: r * r, p: studentP(t, n - 2), n};
}

/** Pearson's correlation of two lists of one length. */
export function correlation(x: readonly number[], y: readonly number[]): number {
  return linearRegression(x, y).r;
}

export function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
