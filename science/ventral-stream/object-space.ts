import type {latentColumns} from "../datasets/objects.ts";
import type {Row} from "../formats/column.ts";
import {byCodePoint} from "../formats/json.ts";
import {addScaled, type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import {PURPOSE} from "./regions.ts";

/** What an image shows, as far as the simulation uses it. */
export type Shown = Pick<
  Row<typeof latentColumns>,
  "class" | "label" | "name" | "x" | "y" | "size" | "rotation" | "clutter"
>;

export const DIMENSIONS = 8;
/** Share of the variance among classes that their looks account for; the rest is arbitrary, as meanings are. */
const LOOKS = 0.5;
/** Deviation of objects of one class, and of images of one object, where classes deviate by 1. */
const OBJECT_DEVIATION = 0.4;
const IMAGE_DEVIATION = 0.8;

/** Where classes and images lie in the space that IT and behaviour read. */
export interface ObjectSpace {
  /** Classes x dimensions, by label. */
  classes: Matrix;
  /** Images x dimensions: the object in each, as it looks there. */
  images: Matrix;
}

/**
 * A space of objects. Classes lie by their looks (the mean response of V4) and in part at random, objects about their
 * class at random, views about their object by their looks.
 * @param looks standardised responses of V4, images x neurons
 */
export function objectSpace(seed: number, shown: readonly Shown[], looks: Matrix): ObjectSpace {
  const projected = projection(seed, looks);
  const labels = shown.map(({label}) => label);
  const count = Math.max(...labels) + 1;
  const means = matrix(count, DIMENSIONS);
  const sizes = new Float64Array(count);
  for (const label of labels) sizes[label]! += 1;
  for (const [image, label] of labels.entries())
    for (let d = 0; d < DIMENSIONS; d++)
      means.values[label * DIMENSIONS + d]! += projected.values[image * DIMENSIONS + d]! / sizes[label]!;
  const views = matrix(shown.length, DIMENSIONS);
  for (const [image, label] of labels.entries())
    for (let d = 0; d < DIMENSIONS; d++)
      views.values[image * DIMENSIONS + d] =
        projected.values[image * DIMENSIONS + d]! - means.values[label * DIMENSIONS + d]!;
  const classes = unitDeviation(means);
  for (let label = 0; label < count; label++) {
    const stream = new KeyedStream(seed, PURPOSE.embedding, 1, label);
    for (let d = 0; d < DIMENSIONS; d++) {
      const at = label * DIMENSIONS + d;
      classes.values[at] = Math.sqrt(LOOKS) * classes.values[at]! + Math.sqrt(1 - LOOKS) * stream.normal();
    }
  }
  const images = objectsOf(seed, shown, classes);
  addScaled(images.values, IMAGE_DEVIATION, unitDeviation(views).values);
  return {classes, images};
}

function objectsOf(seed: number, shown: readonly Shown[], classes: Matrix): Matrix {
  const keyOf = ({label, name}: Shown) => `${label} ${name}`;
  const keys = [...new Set(shown.map(keyOf))].sort(byCodePoint);
  const numbers = new Map(keys.map((key, number) => [key, number]));
  const objects = matrix(shown.length, DIMENSIONS);
  for (const [image, what] of shown.entries()) {
    const stream = new KeyedStream(seed, PURPOSE.embedding, 2, numbers.get(keyOf(what))!);
    const centre = rowOf(classes, what.label);
    for (let d = 0; d < DIMENSIONS; d++)
      objects.values[image * DIMENSIONS + d] = centre[d]! + OBJECT_DEVIATION * stream.normal();
  }
  return objects;
}

/** Images x dimensions, by random weights. */
function projection(seed: number, looks: Matrix): Matrix {
  const stream = new KeyedStream(seed, PURPOSE.embedding, 0);
  const weights = Float64Array.from({length: looks.columns * DIMENSIONS}, () => stream.normal());
  const result = matrix(looks.rows, DIMENSIONS);
  for (let image = 0; image < looks.rows; image++)
    for (const [neuron, response] of rowOf(looks, image).entries())
      for (let d = 0; d < DIMENSIONS; d++)
        result.values[image * DIMENSIONS + d]! += response * weights[neuron * DIMENSIONS + d]!;
  return result;
}

/** Scaled as a whole to a root mean square of 1 about each column's mean, which is taken off. */
function unitDeviation({rows, columns, values}: Matrix): Matrix {
  const centred = matrix(rows, columns);
  for (let d = 0; d < columns; d++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += values[i * columns + d]! / rows;
    for (let i = 0; i < rows; i++) centred.values[i * columns + d] = values[i * columns + d]! - mean;
  }
  const deviation = Math.sqrt(centred.values.reduce((sum, value) => sum + value * value, 0) / (rows * columns));
  return scaled(centred, deviation === 0 ? 0 : 1 / deviation);
}

function scaled({rows, columns, values}: Matrix, factor: number): Matrix {
  return matrix(
    rows,
    columns,
    values.map((value) => factor * value)
  );
}
