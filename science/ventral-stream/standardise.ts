import {DatasetMistake} from "../datasets/dataset-mistake.ts";
import {type Matrix, matrix} from "../linear-algebra/matrix.ts";

/** Columns less their mean, divided by their population standard deviation. @throws DatasetMistake for a constant one */
export function standardised({rows, columns, values}: Matrix): Matrix {
  const result = matrix(rows, columns);
  for (let j = 0; j < columns; j++) {
    let mean = 0;
    for (let i = 0; i < rows; i++) mean += values[i * columns + j]! / rows;
    let variance = 0;
    for (let i = 0; i < rows; i++) variance += (values[i * columns + j]! - mean) ** 2 / rows;
    if (!(variance > 1e-20 * (1 + mean ** 2)))
      throw new DatasetMistake(`simulated neuron ${j} responds alike to all ${rows} images: they are too much alike`);
    for (let i = 0; i < rows; i++)
      result.values[i * columns + j] = (values[i * columns + j]! - mean) / Math.sqrt(variance);
  }
  return result;
}
