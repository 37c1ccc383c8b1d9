import {DatasetMistake} from "../datasets/dataset-mistake.ts";
import {type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import type {ObjectSpace, Shown} from "./object-space.ts";
import {PURPOSE} from "./regions.ts";

/** Mean share of right choices, and share of trials in which the observer guesses. */
const ACCURACY = 0.8;
const LAPSES = 0.02;
/** Other objects that an object is offered with, at most: enough trials of each pair for few images. */
const DISTRACTORS = 8;

/** One trial of match-to-sample; objects by label. */
export interface ObservedTrial {
  image: number;
  distractor: number;
  correct: boolean;
}

/**
 * Probabilities of choosing rightly, images x distractors (NaN for the object itself). The evidence is how much nearer
 * an image lies to its class than to the distractor's, less where the object is small, far out, turned or cluttered;
 * the noise about it is such that 80% of all choices are right. Similar classes are confused more often.
 */
export function observerProbabilities(shown: readonly Shown[], {classes, images}: ObjectSpace): Matrix {
  const evidence = matrix(shown.length, classes.rows);
  for (const [image, what] of shown.entries()) {
    const clarity = clarityOf(what);
    const [place, own] = [rowOf(images, image), rowOf(classes, what.label)];
    for (let other = 0; other < classes.rows; other++) {
      const distractor = rowOf(classes, other);
      const [toOwn, toOther, apart] = [distance(place, own), distance(place, distractor), distance(own, distractor)];
      const margin = (toOther ** 2 - toOwn ** 2) / (2 * apart);
      evidence.values[image * classes.rows + other] = other === what.label ? Number.NaN : clarity * margin;
    }
  }
  const probabilities = (noise: number) =>
    evidence.values.map((value) => LAPSES / 2 + (1 - LAPSES) * logistic(value / noise));
  let [low, high] = [1e-3, 1e3];
  for (let step = 0; step < 60; step++) {
    const noise = Math.sqrt(low * high);
    if (meanOf(probabilities(noise)) > ACCURACY) low = noise;
    else high = noise;
  }
  return matrix(shown.length, classes.rows, probabilities(Math.sqrt(low * high)));
}

/** Choices between each image's object and others, which take turns in random order; images in order. @throws DatasetMistake */
export function observedTrials(seed: number, probabilities: Matrix, perImage: number): ObservedTrial[] {
  if (probabilities.columns < 2) throw new DatasetMistake("choices between two objects need images of two classes");
  const trials: ObservedTrial[] = [];
  const offered = pairs(seed, probabilities.columns);
  for (let image = 0; image < probabilities.rows; image++) {
    const stream = new KeyedStream(seed, PURPOSE.trials, 1, image);
    const row = rowOf(probabilities, image);
    const distractors = Uint32Array.from(offered[row.findIndex(Number.isNaN)]!);
    for (let trial = 0; trial < perImage; trial++) {
      if (trial % distractors.length === 0) stream.shuffle(distractors);
      const distractor = distractors[trial % distractors.length]!;
      trials.push({image, distractor, correct: stream.uniform() < row[distractor]!});
    }
  }
  return trials;
}

/** The distractors of each object: its nearest on both sides of a circle of all objects in random order. */
function pairs(seed: number, objects: number): number[][] {
  const circle = new KeyedStream(seed, PURPOSE.trials, 0).shuffle(Uint32Array.from({length: objects}, (_, i) => i));
  const offered: number[][] = [];
  for (const [place, object] of circle.entries()) {
    const others = new Set<number>();
    for (let step = 1; step < objects && others.size < DISTRACTORS; step++)
      for (const side of [step, objects - step]) others.add(circle[(place + side) % objects]!);
    offered[object] = [...others];
  }
  return offered;
}

/** 1 for an upright object of size 1 in the middle, without clutter. */
function clarityOf({x, y, size, rotation, clutter}: Shown): number {
  const place = Math.exp(-(x * x + y * y) / (2 * 0.2 ** 2));
  const scale = Math.min(1.5, size);
  const turn = 1 - 0.25 * (1 - Math.cos((rotation * Math.PI) / 180));
  return (place * scale * turn) / (1 + 0.2 * clutter);
}

function distance(a: Float64Array, b: Float64Array): number {
  return Math.sqrt(a.reduce((sum, value, d) => sum + (value - b[d]!) ** 2, 0));
}

function logistic(value: number): number {
  return 1 / (1 + Math.exp(-value));
}

function meanOf(values: Float64Array): number {
  const present = values.filter((value) => !Number.isNaN(value));
  return present.reduce((sum, value) => sum + value, 0) / present.length;
}
