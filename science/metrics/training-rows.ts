import {type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import type {SampleKernel} from "./sample-kernel.ts";

/** Centred targets at the training images alone: neuroids x training images. */
export function trainingTargets(residual: Matrix, train: Uint32Array): Matrix {
  const result = matrix(residual.rows, train.length);
  for (let j = 0; j < residual.rows; j++) {
    const [from, to] = [rowOf(residual, j), rowOf(result, j)];
    for (const [k, image] of train.entries()) to[k] = from[image]!;
  }
  return result;
}

/** All rows of the features less their means over the training rows. */
export function centredOnTraining({rows, columns, values}: Matrix, train: Uint32Array): Matrix {
  const means = new Float64Array(columns);
  for (const image of train) for (let j = 0; j < columns; j++) means[j]! += values[image * columns + j]!;
  for (let j = 0; j < columns; j++) means[j]! /= train.length;
  const centred = matrix(rows, columns, values.slice());
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) centred.values[at]! -= means[j]!;
  return centred;
}

/** The Gram matrix of the training images with features centred on their training means, from that of all images. */
export function trainingGram(gram: Matrix, train: Uint32Array): Matrix {
  const n = train.length;
  const result = matrix(n, n);
  const means = new Float64Array(n);
  for (const [i, image] of train.entries()) {
    const [from, to] = [rowOf(gram, image), rowOf(result, i)];
    let sum = 0;
    for (let j = 0; j < n; j++) {
      to[j] = from[train[j]!]!;
      sum += to[j]!;
    }
    means[i] = sum / n;
  }
  const grandMean = means.reduce((sum, value) => sum + value, 0) / n;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) result.values[at]! += grandMean - means[i]! - means[j]!;
  return result;
}

/** Predictions from weights on features (targets x features): neuroids x images. */
export async function predictFromWeights(
  centred: Matrix,
  weights: Matrix,
  means: Float64Array,
  product: TransposedProduct
): Promise<Matrix> {
  const predictions = await product(weights, centred);
  for (let j = 0; j < predictions.rows; j++) {
    const row = rowOf(predictions, j);
    for (let i = 0; i < row.length; i++) row[i]! += means[j]!;
  }
  return predictions;
}

/** Predictions from weights on training images (targets x training images), centred as the features are. */
export async function predictFromDual(
  kernel: SampleKernel,
  dual: Matrix,
  train: Uint32Array,
  means: Float64Array
): Promise<Matrix> {
  const padded = matrix(dual.rows, kernel.rows);
  for (let j = 0; j < dual.rows; j++) {
    const [from, to] = [rowOf(dual, j), rowOf(padded, j)];
    const mean = from.reduce((sum, value) => sum + value, 0) / train.length;
    for (const [k, image] of train.entries()) to[image] = from[k]! - mean;
  }
  const predictions = await kernel.timesRows(padded);
  for (let j = 0; j < predictions.rows; j++) {
    const row = rowOf(predictions, j);
    let sum = 0;
    for (const image of train) sum += row[image]!;
    const shift = means[j]! - sum / train.length;
    for (let i = 0; i < row.length; i++) row[i]! += shift;
  }
  return predictions;
}
