import {ArrayMistake} from "../formats/array-mistake.ts";
import {type Matrix, matrix} from "../linear-algebra/matrix.ts";
import {Mt19937} from "../random/mt19937.ts";
import {
  type ChoiceTrials,
  type CodedTrials,
  codeTrials,
  falseAlarmsOfChoices,
  falseAlarmsOfProbabilities
} from "./choices.ts";
import {pearson} from "./correlation.ts";
import {normalQuantile} from "./normal-quantile.ts";

const REPETITIONS = 2;
const SEED = 0;
const LARGEST_DPRIME = 5;

/** A model's probabilities of objects. */
export interface ObjectProbabilities {
  images: readonly string[];
  objects: readonly string[];
  /** Images x objects. */
  probabilities: Matrix;
}

/** A mean over the halves of the trials, with the population standard deviation over them as its error. */
export interface HalvesScore {
  score: number;
  error: number;
  splits: number[];
}

export interface I2nScore {
  /** Correlation with the first half of the trials. */
  raw: HalvesScore;
  /** Correlation of the two halves. */
  ceiling: HalvesScore;
  /** r / sqrt(c) of each split. */
  ceiled: HalvesScore;
}

/**
 * Rajalingham et al. 2018's i2n, as Brain-Score computes it: how well a model's pattern of confusions, image by
 * distractor, correlates with that of people. Cells that either lacks are left out.
 * @throws ArrayMistake where the model lacks an image or object of the trials
 */
export function i2n(model: ObjectProbabilities, choices: ChoiceTrials): I2nScore {
  const trials = codeTrials(choices);
  const {truth} = trials;
  const aligned = alignedProbabilities(model, trials);
  const source = normalisedDprimes(falseAlarmsOfProbabilities({table: aligned, truth}), truth);
  const random = new Mt19937(SEED);
  const count = trials.image.length;
  const scored = Array.from({length: REPETITIONS}, () => {
    const order = random.permutation(count);
    const middle = count >> 1;
    const half = (selected: Uint32Array) => normalisedDprimes(falseAlarmsOfChoices(trials, selected), truth);
    const first = half(order.subarray(0, middle));
    return {raw: correlationOfCells(source, first), ceiling: correlationOfCells(first, half(order.subarray(middle)))};
  });
  return {
    raw: overHalves(scored.map(({raw}) => raw)),
    ceiling: overHalves(scored.map(({ceiling}) => ceiling)),
    ceiled: overHalves(scored.map(({raw, ceiling}) => raw / Math.sqrt(ceiling)))
  };
}

/**
 * d' of telling the object o in each image from each other object c, less its mean over the images of o. Hits are
 * 1 - F, for F the image's false alarm to c; false alarms the mean of F over images of c mistaken for o. Clipped to
 * +-5.
 * @param falseAlarms images x objects
 * @param truth column of the object in each image
 */
export function normalisedDprimes(falseAlarms: Matrix, truth: Int32Array): Matrix {
  const {rows, columns, values} = falseAlarms;
  const ofObjects = meansByObject(falseAlarms, truth);
  const dprimes = matrix(rows, columns);
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < columns; c++) {
      const falseAlarm = ofObjects.values[c * columns + truth[i]!]!;
      const dprime = normalQuantile(1 - values[i * columns + c]!) - normalQuantile(falseAlarm);
      dprimes.values[i * columns + c] = Math.max(-LARGEST_DPRIME, Math.min(LARGEST_DPRIME, dprime));
    }
  const means = meansByObject(dprimes, truth);
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < columns; c++) dprimes.values[i * columns + c]! -= means.values[truth[i]! * columns + c]!;
  return dprimes;
}

/** Objects x columns: the mean over the images of each object, without NaN; NaN where none is left. */
function meansByObject({rows, columns, values}: Matrix, truth: Int32Array): Matrix {
  const sums = matrix(columns, columns);
  const counts = new Uint32Array(sums.values.length);
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < columns; c++) {
      const value = values[i * columns + c]!;
      if (Number.isNaN(value)) continue;
      const at = truth[i]! * columns + c;
      sums.values[at]! += value;
      counts[at]! += 1;
    }
  for (let at = 0; at < counts.length; at++) sums.values[at]! /= counts[at]!;
  return sums;
}

function alignedProbabilities({images, objects, probabilities}: ObjectProbabilities, trials: CodedTrials): Matrix {
  const indices = (known: readonly string[], wanted: readonly string[], what: string) => {
    const index = new Map(known.map((name, i) => [name, i]));
    return wanted.map((name) => {
      const found = index.get(name);
      if (found === undefined) throw new ArrayMistake(`the model has no probabilities for ${what} "${name}"`);
      return found;
    });
  };
  const rows = indices(images, trials.images, "image");
  const columns = indices(objects, trials.objects, "object");
  const values = rows.flatMap((i) => columns.map((c) => probabilities.values[i * probabilities.columns + c]!));
  return matrix(rows.length, columns.length, Float64Array.from(values));
}

function correlationOfCells(a: Matrix, b: Matrix): number {
  const both = [...a.values.keys()].filter((at) => !Number.isNaN(a.values[at]!) && !Number.isNaN(b.values[at]!));
  return pearson(
    both.map((at) => a.values[at]!),
    both.map((at) => b.values[at]!)
  );
}

function overHalves(splits: number[]): HalvesScore {
  const score = splits.reduce((sum, value) => sum + value, 0) / splits.length;
  const variance = splits.reduce((sum, value) => sum + (value - score) ** 2, 0) / splits.length;
  return {score, error: Math.sqrt(variance), splits};
}
