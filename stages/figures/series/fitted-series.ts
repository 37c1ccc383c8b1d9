import type {Markish} from "@observablehq/plot";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {cloud, fitted} from "../look/marks.ts";
import type {Look} from "../look/palette.ts";
import type {KeyEntry} from "../page/key.ts";
import {equation} from "../text/equation.ts";
import {curve} from "./curves.ts";
import type {Model} from "./models.ts";
import type {DrawnNumber} from "./numbers.ts";
import {type PointsOptions, points} from "./points.ts";

/** A cloud of models and the curve fitted to it. */
export interface FittedSeries {
  look: Look;
  fit: Fit;
  points: DrawnNumber[];
  curve: DrawnNumber[];
  numbers: DrawnNumber[];
  entry: KeyEntry;
}

export interface FittedSeriesOptions extends PointsOptions {
  look: Look;
  fit: Fit;
  /** Symbol of the variable in the equation. */
  letter: string;
  extend?: number;
  band?: boolean;
}

/** Models as points, their fit as a curve with its band, and the line of the key that says so. */
export function fittedSeries(
  models: readonly Model[],
  {look, fit, letter, extend = 1, band = true, ...options}: FittedSeriesOptions
): FittedSeries {
  const {series, axes} = options;
  const drawnPoints = points(models, options);
  const drawnCurve = curve(fit, {series, ...(axes === undefined ? {} : {axes}), extend, band});
  return {
    look,
    fit,
    points: drawnPoints,
    curve: drawnCurve,
    numbers: [...drawnPoints, ...drawnCurve],
    entry: {...look, equation: equation(fit, letter), line: true, band}
  };
}

/** Below this many, points are drawn larger and darker. */
const FEW = 40;

/** All clouds below all curves, so that no curve is buried. */
export function seriesMarks(series: readonly FittedSeries[]): Markish[] {
  return [
    ...series.map(({points, look}) =>
      cloud(points, look, points.length < FEW ? {radius: 2.6, opacity: 0.75} : {radius: 2, opacity: 0.32})
    ),
    ...series.flatMap(({curve, look}) => fitted(curve, look))
  ];
}
