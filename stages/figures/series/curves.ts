import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {alignment, type Parameters} from "../../../science/scaling-laws/form.ts";
import {logSpaced} from "../../../science/statistics/log-spaced.ts";
import type {DrawnNumber} from "./numbers.ts";
import {bootstrapInterval} from "./prediction.ts";

/** How a curve is traced. */
export interface CurveOptions {
  series: string;
  axes?: string;
  /** The curve goes on to this multiple of the largest x that was fitted. */
  extend?: number;
  /** Whether the curve has a band. */
  band?: boolean;
}

const WITHIN = 80;
const BEYOND = 21;

/**
 * A one-variable fit as alignment S = 1 - L over raw x: within the data that it was fitted to, and on to `extend` times
 * the largest x. The band is as long as the curve: the 2.5 and 97.5 percentiles of the bootstrap curves at each x.
 */
export function curve(fit: Fit, {series, axes, extend = 1, band = true}: CurveOptions): DrawnNumber[] {
  const [variable] = fit.x;
  const [range] = fit.range;
  if (!variable || !range) throw new Error(`the fit of ${fit.experiment} has no variable to draw it over`);
  const [smallest, largest] = range;
  const point = (mark: DrawnNumber["mark"]) => (x: number) => {
    const score = (parameters: Parameters) => alignment(fit.form, parameters, [x]);
    const place = {series, mark, x: x * variable.unit, y: score(fit.parameters)};
    return {...(axes === undefined ? {} : {axes}), ...place, ...(band ? bootstrapInterval(fit, score) : {})};
  };
  const within = logSpaced(smallest, largest, WITHIN).map(point("curve"));
  if (extend <= 1) return within;
  return [...within, ...logSpaced(largest, largest * extend, BEYOND).map(point("extrapolation"))];
}
