import type {Features} from "../linear-algebra/features.ts";
import {centreColumns, gramMatrix} from "../linear-algebra/gram.ts";
import {addScaled, type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {symmetricEigen} from "../linear-algebra/symmetric-eigen.ts";

/** Bytes of the columns that are in memory at once, as doubles. */
const BLOCK_BYTES = 2 ** 25;

/** Principal components of a layer's features. */
export interface PrincipalComponents {
  count: number;
  /** The share of the features' variance that they hold. */
  share: number;
  /** Features of other pictures, pictures x count. @throws RangeError where these are of another layer */
  project(features: Features): Promise<Matrix>;
}

/**
 * The first principal components of features, as Brain-Score reduces layers before it chooses among them (there 1,000,
 * fitted on 1,000 pictures of ImageNet's validation set). Pictures determine one component fewer than they are, so there
 * may be fewer than wanted. Signs are scikit-learn's: of a component's scores, the largest is positive.
 *
 * With centred features X = U S V', scores of features Y are (Y - mean) V = (Y - mean) X' U / S: neither X nor V is ever
 * held whole.
 */
export async function principalComponents(
  fitting: Features,
  wanted: number,
  product: TransposedProduct
): Promise<PrincipalComponents> {
  const gram = await gramMatrix(fitting, centreColumns, product);
  const {values, vectors} = symmetricEigen(gram);
  const total = values.reduce((sum, value) => sum + Math.max(0, value), 0);
  const least = (values[0] ?? 0) * fitting.rows * Number.EPSILON;
  const rank = values.findIndex((value) => value <= least);
  const count = Math.min(wanted, fitting.rows - 1, fitting.columns, rank === -1 ? values.length : rank);
  const weights = matrix(count, fitting.rows);
  for (let k = 0; k < count; k++) {
    const scores = rowOf(vectors, k);
    const largest = scores.reduce((best, score) => (Math.abs(score) > Math.abs(best) ? score : best), 0);
    addScaled(rowOf(weights, k), (largest < 0 ? -1 : 1) / Math.sqrt(values[k]!), scores);
  }
  const held = values.subarray(0, count).reduce((sum, value) => sum + value, 0);
  return {
    count,
    share: total === 0 ? 1 : held / total,
    async project(features) {
      if (features.columns !== fitting.columns)
        throw new RangeError(`${features.columns} features for components of ${fitting.columns}`);
      const cross = matrix(features.rows, fitting.rows);
      const width = Math.max(1, Math.floor(BLOCK_BYTES / (8 * (features.rows + fitting.rows))));
      for (let first = 0; first < fitting.columns; first += width) {
        const columns = Math.min(width, fitting.columns - first);
        const reference = fitting.read(first, columns);
        const block = features.read(first, columns);
        const means = columnMeans(reference);
        for (let row = 0; row < reference.rows; row++) addScaled(rowOf(reference, row), -1, means);
        for (let row = 0; row < block.rows; row++) addScaled(rowOf(block, row), -1, means);
        addScaled(cross.values, 1, (await product(block, reference)).values);
      }
      return product(cross, weights);
    }
  };
}

function columnMeans(block: Matrix): Float64Array {
  const means = new Float64Array(block.columns);
  for (let row = 0; row < block.rows; row++) addScaled(means, 1 / block.rows, rowOf(block, row));
  return means;
}
