import {columnBlocks, type Features} from "../linear-algebra/features.ts";
import {addScaled, dot, type Matrix, matrix, rowOf, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {centredTargets, zeroOutside} from "./regression.ts";

/**
 * For each target neuroid the one feature that correlates best with it over the training images, as its prediction:
 * for each set of training images, neuroids x images. Of equal correlations the first feature counts; NaN where no
 * feature varies. Features are read once, in blocks of columns.
 */
export async function bestFeatures(
  source: Features,
  targets: Matrix,
  trainingSets: readonly Uint32Array[],
  product: TransposedProduct
): Promise<Matrix[]> {
  const searches = trainingSets.map((train) => ({
    train,
    directions: normalised(centredTargets(targets, train).residual),
    best: new Float64Array(targets.rows).fill(Number.NEGATIVE_INFINITY),
    predictions: matrix(targets.rows, targets.columns, new Float64Array(targets.values.length).fill(Number.NaN))
  }));
  for (const {block} of columnBlocks(source)) {
    const features = transposed(block);
    for (const {train, directions, best, predictions} of searches) {
      const covariances = await product(directions, features);
      for (let f = 0; f < features.rows; f++) {
        const feature = rowOf(features, f);
        const norm = deviation(feature, train);
        if (norm === 0) continue;
        for (let j = 0; j < targets.rows; j++) {
          const r = covariances.values[j * features.rows + f]! / norm;
          if (!(r > best[j]!)) continue;
          best[j] = r;
          rowOf(predictions, j).set(feature);
        }
      }
    }
  }
  return searches.map(({predictions}) => predictions);
}

/** Each row at length 1; rows of zeros become NaN, which correlates with nothing. */
function normalised(rows: Matrix): Matrix {
  const result = matrix(rows.rows, rows.columns);
  for (let j = 0; j < rows.rows; j++) {
    const row = rowOf(rows, j);
    addScaled(rowOf(result, j), 1 / Math.sqrt(dot(row, row)), row);
  }
  return result;
}

/** Length of the training values less their mean; exactly 0 where they are all one value. */
function deviation(feature: Float64Array, train: Uint32Array): number {
  const first = feature[train[0]!];
  if (train.every((image) => feature[image] === first)) return 0;
  let sum = 0;
  for (const image of train) sum += feature[image]!;
  const mean = sum / train.length;
  const centred = zeroOutside(train, feature);
  for (const image of train) centred[image]! -= mean;
  return Math.sqrt(dot(centred, centred));
}
