import {type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import type {SampleKernel} from "./sample-kernel.ts";

/**
 * A linear regression of targets on features, fitted on some of the images. Predicts all images, neuroids x images.
 * @param targets neuroids x images; only the columns in `train` are read
 * @param train the images to fit on, in ascending order
 */
export type Regression = (kernel: SampleKernel, targets: Matrix, train: Uint32Array) => Promise<Matrix>;

/** The targets less their training means, neuroids x images, zero at the images that are not trained on. */
export function centredTargets(targets: Matrix, train: Uint32Array): {means: Float64Array; residual: Matrix} {
  const residual = matrix(targets.rows, targets.columns);
  const means = new Float64Array(targets.rows);
  for (let j = 0; j < targets.rows; j++) {
    const row = rowOf(targets, j);
    let sum = 0;
    for (const image of train) sum += row[image]!;
    const mean = sum / train.length;
    means[j] = mean;
    const own = rowOf(residual, j);
    for (const image of train) own[image] = row[image]! - mean;
  }
  return {means, residual};
}

/** A copy that is zero at the images that are not trained on. */
export function zeroOutside(train: Uint32Array, values: Float64Array): Float64Array {
  const result = new Float64Array(values.length);
  for (const image of train) result[image] = values[image]!;
  return result;
}
