import type {Fit} from "../../science/scaling-laws/fit.ts";
import {type Form, parameterNames} from "../../science/scaling-laws/form.ts";
import type {Points} from "../../science/scaling-laws/points.ts";
import {predictionBand} from "../../science/scaling-laws/prediction-band.ts";
import {logSpaced} from "../../science/statistics/log-spaced.ts";
import {finitePercentiles} from "../../science/statistics/percentile.ts";
import {checkedPoints} from "./check-points.ts";
import {fitScalingLaw} from "./fit-scaling-law.ts";
import {identifiability} from "./identifiability.ts";

export interface FitParameters {
  form: Form;
  delta: number;
  bootstraps: number;
  seed: number;
}

/** Points of the predicted curve; of each variable where there are two. */
const GRID = {one: 100, two: 10};

/**
 * Fits a curve to points and says everything about it that the artifact of a fit holds.
 * @throws UserMistake for points that cannot be fitted, naming the point
 */
export function fitPoints(points: Points, {form, delta, bootstraps, seed}: FitParameters): Fit {
  const {x, y} = checkedPoints(points, form);
  const law = fitScalingLaw({form, x, y}, {delta, bootstraps, seed});
  const names = parameterNames(form);
  const named = (values: readonly number[]) => Object.fromEntries(names.map((name, i) => [name, values[i]!]));
  const parameters = named(law.original.parameters);
  const bootstrap = {
    losses: law.bootstrap.map(({loss}) => loss),
    parameters: law.bootstrap.map((resample) => named(resample.parameters))
  };
  const natural = naturalParameters(parameters, points.y.as);
  const naturalBootstrap = bootstrap.parameters.map((resample) => naturalParameters(resample, points.y.as));
  const range = x.map((values): [number, number] => [Math.min(...values), Math.max(...values)]);
  const grid = predictionGrid(range);
  return {
    experiment: points.experiment,
    form,
    x: points.x,
    y: points.y,
    n: y.length,
    dropped: points.dropped,
    dropped_by: points.dropped_by,
    delta,
    seed,
    loss: law.original.loss,
    parameters,
    natural,
    bootstrap,
    intervals: intervalsOf(names, bootstrap.parameters),
    natural_intervals: intervalsOf(Object.keys(natural), naturalBootstrap),
    identifiability: identifiability(law, form, y.length),
    range,
    prediction: {
      x: grid,
      of: points.y.as === "one_minus" ? "alignment" : points.y.column,
      level: 0.95,
      ...predictionBand({form, parameters, bootstrap}, grid, 0.95, points.y.as === "is" ? "misalignment" : "alignment")
    }
  };
}

/**
 * Parameters as people write them: A, B and the shift themselves instead of their logarithms, and as asymptote the
 * value that is approached: 1 - E for a score fitted as 1 - y, E for a column fitted as it is. Null where infinite.
 */
function naturalParameters(
  {e, a, alpha, lambda, b, beta}: Record<string, number>,
  as: Points["y"]["as"]
): Record<string, number | null> {
  const finite = (value: number) => (Number.isFinite(value) ? value : null);
  const E = Math.exp(e!);
  return {
    asymptote: as === "is" ? E : 1 - E,
    A: finite(Math.exp(a!)),
    alpha: alpha!,
    ...(lambda !== undefined && {shift: finite(10 ** lambda)}),
    ...(b !== undefined && {B: finite(Math.exp(b))}),
    ...(beta !== undefined && {beta})
  };
}

/** 2.5 and 97.5 finitePercentiles of each parameter, numpy's linear kind; null without resamples or where infinite. */
function intervalsOf(
  names: readonly string[],
  resamples: readonly Record<string, number | null>[]
): Record<string, [number | null, number | null]> {
  return Object.fromEntries(
    names.map((name) => {
      const values = resamples.map((resample) => resample[name] ?? Number.POSITIVE_INFINITY);
      const [low, high] = finitePercentiles(values, [2.5, 97.5]).map((value) =>
        Number.isFinite(value) ? value : null
      );
      return [name, [low ?? null, high ?? null]];
    })
  );
}

/** Points x variables: a logarithmic grid over the range of the data. */
function predictionGrid(range: readonly [number, number][]): number[][] {
  const [first, second] = range;
  if (!first) return [];
  if (!second) return logSpaced(...first, GRID.one).map((value) => [value]);
  const columns = logSpaced(...second, GRID.two);
  return logSpaced(...first, GRID.two).flatMap((value) => columns.map((other) => [value, other]));
}
