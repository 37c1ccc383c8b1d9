import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {type Parameters, parameterNames} from "../../../science/scaling-laws/form.ts";
import type {PublishedFit} from "../../../science/selection/published-tables.ts";
import {interval95} from "../../../science/statistics/percentile.ts";
import {compareNumber} from "../comparison.ts";
import {largestDifference, publishedParameters} from "../curve.ts";
import {otherSettings, parameterReason} from "../fit-numbers.ts";

/** One fitted parameter beside the released one, as people write it. */
export interface ParameterRow {
  name: string;
  ours: number;
  low: number | null;
  high: number | null;
  released: number;
  /** (ours - released) / |released| */
  difference: number | null;
  /** Does the data determine it? */
  identified: boolean;
  /** Why it differs; empty where it agrees. */
  reason: string;
}

export interface FitRows {
  experiment: string;
  form: string;
  n: number;
  loss: number;
  releasedLoss: number;
  /** Largest difference in S between the two curves over the data. */
  gap: number;
  parameters: ParameterRow[];
}

interface Reading {
  name: string;
  read(value: number): number;
  tolerance: number;
}

/** How each log-space parameter is read: what it is called, its value, and how near the released one must be. */
const READINGS: Record<string, Reading> = {
  e: {name: "asymptote S∞", read: (e) => 1 - Math.exp(e), tolerance: 1e-3},
  a: {name: "prefactor A", read: Math.exp, tolerance: 1e-2},
  lambda: {name: "shift λ (log₁₀)", read: (lambda) => lambda, tolerance: 1e-2},
  alpha: {name: "exponent α", read: (alpha) => alpha, tolerance: 5e-3},
  b: {name: "prefactor B", read: Math.exp, tolerance: 1e-2},
  beta: {name: "exponent β", read: (beta) => beta, tolerance: 5e-3}
};

/** That of a shifted law may have a hundred digits. */
const SHIFTED_PREFACTOR: Reading = {name: "prefactor log₁₀ A", read: (a) => a / Math.LN10, tolerance: 1e-2};

/** Every parameter of a fit beside the released one. */
export function fitRows(fit: Fit, published: PublishedFit): FitRows {
  const released = publishedParameters(published, fit.form);
  return {
    experiment: fit.experiment,
    form: fit.form,
    n: fit.n,
    loss: fit.loss,
    releasedLoss: published.loss,
    gap: largestDifference(fit, released),
    parameters: parameterNames(fit.form).map((name) => parameterRow(name, fit, released))
  };
}

function parameterRow(name: string, fit: Fit, released: Parameters): ParameterRow {
  const shifted = name === "a" && fit.form === "power_law_shift";
  const reading = shifted
    ? SHIFTED_PREFACTOR
    : (READINGS[name] ?? {name, read: (value: number) => value, tolerance: 1e-2});
  const [ours, theirs] = [fit.parameters, released].map((values) => reading.read(values[name] ?? Number.NaN));
  const draws = fit.bootstrap.parameters.map((values) => reading.read(values[name] ?? Number.NaN));
  const {low, high} = draws.length ? interval95(draws) : {low: null, high: null};
  const why = otherSettings(fit).fit || parameterReason(fit);
  const {agreement, reason} = compareNumber(name, ours ?? Number.NaN, theirs ?? Number.NaN, why, reading.tolerance);
  return {
    name: reading.name,
    ours: ours ?? Number.NaN,
    low,
    high,
    released: theirs ?? Number.NaN,
    difference: agreement,
    identified: fit.identifiability[name]?.identified ?? true,
    reason
  };
}
