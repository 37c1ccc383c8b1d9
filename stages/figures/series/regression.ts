import {type Line, linearRegression, mean} from "../../../science/statistics/linear-regression.ts";
import {logSpaced} from "../../../science/statistics/log-spaced.ts";
import {valueDomain} from "./domain.ts";
import {t975} from "./mean-interval.ts";
import type {DrawnNumber} from "./numbers.ts";
import type {Point} from "./points.ts";

const PLACES = 41;

/** A straight line through points, as drawn and in numbers. */
export interface Regression {
  line: Line;
  numbers: (DrawnNumber & {x: number})[];
}

/**
 * Ordinary least squares of y on x, or on log10 x. The band is the 95 % interval of the line's height: at x,
 * t s (1 / n + (x - mean x)^2 / Sxx)^(1/2), with s^2 the residual variance over n - 2 degrees of freedom.
 */
export function regression(
  points: readonly Point[],
  {axes, series = "regression", log = false}: {axes: string; series?: string; log?: boolean}
): Regression {
  const scale = log ? Math.log10 : (value: number) => value;
  const x = points.map((point) => scale(point.x));
  const y = points.map((point) => point.y);
  const line = linearRegression(x, y);
  const [meanX, meanY] = [mean(x), mean(y)];
  const sxx = x.reduce((sum, value) => sum + (value - meanX) ** 2, 0);
  const syy = y.reduce((sum, value) => sum + (value - meanY) ** 2, 0);
  const spread = Math.sqrt(((1 - line.r2) * syy) / (line.n - 2));
  const [from, to] = valueDomain(points.map((point) => point.x));
  const places = log
    ? logSpaced(from, to, PLACES)
    : Array.from({length: PLACES}, (_, i) => from + ((to - from) * i) / (PLACES - 1));
  const numbers = places.map((place) => {
    const at = scale(place);
    const height = line.intercept + line.slope * at;
    const half = t975(line.n - 2) * spread * Math.sqrt(1 / line.n + (at - meanX) ** 2 / sxx);
    return {axes, series, mark: "line" as const, x: place, y: height, low: height - half, high: height + half};
  });
  return {line, numbers};
}
