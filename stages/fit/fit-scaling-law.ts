import {type Form, parameterNames} from "../../science/scaling-laws/form.ts";
import type {CurveSpace} from "./curve.ts";
import {curveSpace} from "./curve-space.ts";
import {huber} from "./huber.ts";
import {profileLimits} from "./profile.ts";
import {type Resamples, resamplesOf} from "./resamples.ts";
import {type Effort, type Found, search, usualEffort} from "./search.ts";
import {type GroupedTable, groupTable} from "./weighted-rows.ts";

/** The points of a curve. */
export interface CurvePoints {
  form: Form;
  /** Variables x points, in the experiment's units; positive. */
  x: readonly Float64Array[];
  /** Misalignment, or another positive value to fit. */
  y: Float64Array;
}

export interface FitOptions {
  /** Where the Huber loss of log misalignment turns from squares to absolute values. */
  delta: number;
  /** Number of bootstrap resamples. */
  bootstraps: number;
  /** Seed of numpy's generator. */
  seed: number;
  effort?: Effort;
}

/** A fitted curve: its loss, and log-space parameters in the order of `parameterNames`. */
export interface FittedCurve {
  loss: number;
  parameters: number[];
}

export interface ScalingLaw {
  original: FittedCurve;
  /** Least loss of the original at each limit of the form: "no asymptote", "constant", ... (`CurveSpace.limits`). */
  limits: Record<string, number>;
  /** One for each resample, in the order of numpy's rows. */
  bootstrap: FittedCurve[];
}

/** Fewer resamples than this are searched together with others that are not reported: they find each other's minima. */
const COMPANY = 100;

/** A table, the curves over it, its resamples and the best curve found for each. */
export interface Searched {
  table: GroupedTable;
  space: CurveSpace;
  resamples: Resamples;
  found: Found;
}

/** Searches the best curve of a table and of its resamples; `fitScalingLaw` without what is published of it. */
export function searchCurves({form, x, y}: CurvePoints, options: FitOptions): Searched {
  const {delta, bootstraps, seed, effort = usualEffort(y.length)} = options;
  const table = groupTable(x, y.map(Math.log));
  const resamples = resamplesOf(table, seed, Math.max(bootstraps, COMPANY));
  const space = curveSpace(form, table, resamples.rows);
  return {table, space, resamples, found: search(table, space, resamples, delta, effort)};
}

/**
 * Fits a scaling law to a table and to its bootstrap resamples: the sum of Huber losses of
 * log(prediction) - log(y) at its least (Gokce & Schrimpf 2025, appendix B).
 * Losses are those of the parameters as returned, by the formula in `science/scaling-laws/form.ts`.
 */
export function fitScalingLaw(points: CurvePoints, options: FitOptions): ScalingLaw {
  const {table, space, resamples, found} = searchCurves(points, options);
  const evaluate = publishedLoss(points.form, table, options.delta);
  const fitted = (b: number): FittedCurve => {
    const parameters = space.publish(found.curves[resamples.twin[b]!]!);
    return {parameters, loss: evaluate(parameters, resamples.counts, b * table.n)};
  };
  resamples.draw(resamples.original);
  return {
    original: fitted(resamples.original),
    limits: profileLimits(space, found.curves[resamples.original]!, options.delta),
    bootstrap: Array.from({length: options.bootstraps}, (_, b) => fitted(b))
  };
}

/** The loss of published parameters by the plain formula; see `misalignment` in `science/scaling-laws/form.ts`. */
function publishedLoss(form: Form, table: GroupedTable, delta: number) {
  const [first, second] = table.x.map((x) => x.map(Math.log));
  const names = parameterNames(form);
  return (parameters: readonly number[], counts: Uint16Array, offset: number): number => {
    const at = (name: string) => parameters[names.indexOf(name)]!;
    const E = Math.exp(at("e"));
    const a = at("a");
    const alpha = at("alpha");
    const shift = form === "power_law_shift" ? 10 ** at("lambda") : 0;
    let loss = 0;
    for (let g = 0; g + 1 < table.start.length; g++) {
      const logX = shift > 0 ? Math.log(table.x[0]![g]! + shift) : first![g]!;
      let value = E + Math.exp(a - alpha * logX);
      if (second) value += Math.exp(at("b") - at("beta") * second[g]!);
      const prediction = Math.log(value);
      for (let i = table.start[g]!; i < table.start[g + 1]!; i++) {
        const count = counts[offset + i]!;
        if (count > 0) loss += count * huber(prediction - table.y[i]!, delta);
      }
    }
    return loss;
  };
}
