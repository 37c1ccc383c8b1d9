import {columnBlocks, type Features} from "../linear-algebra/features.ts";
import {gramMatrix} from "../linear-algebra/gram.ts";
import type {Matrix} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {levels, spearmanOfLevels} from "./correlation.ts";

/**
 * Representational dissimilarity of images: 1 - Pearson's correlation of their features, images x images
 * (Kriegeskorte et al. 2008). NaN for an image whose features are all alike.
 */
export async function dissimilarities(source: Features, product: TransposedProduct): Promise<Matrix> {
  const means = rowMeans(source);
  const centreRows = ({rows, columns, values}: Matrix) => {
    for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) values[at]! -= means[i]!;
  };
  const gram = await gramMatrix(source, centreRows, product);
  const lengths = Float64Array.from(means, (_, i) => Math.sqrt(gram.values[i * (gram.rows + 1)]!));
  for (let i = 0, at = 0; i < gram.rows; i++)
    for (let j = 0; j < gram.rows; j++, at++)
      gram.values[at] = 1 - Math.max(-1, Math.min(1, gram.values[at]! / lengths[i]! / lengths[j]!));
  return gram;
}

/** Which of all pairs of images are how dissimilar: a level for each pair, sorted once for all comparisons. */
export interface RankedPairs {
  images: number;
  /** Of the pairs (i, j), i < j, row by row. */
  levels: Int32Array;
}

export function rankPairs({rows, values}: Matrix): RankedPairs {
  const upper = new Float64Array((rows * (rows - 1)) / 2);
  let at = 0;
  for (let i = 0; i < rows; i++) for (let j = i + 1; j < rows; j++) upper[at++] = values[i * rows + j]!;
  return {images: rows, levels: levels(upper)};
}

/** Spearman's correlation of two dissimilarities over the pairs of some of the images. */
export function similarityOfDissimilarities(a: RankedPairs, b: RankedPairs, images: Uint32Array): number {
  return spearmanOfLevels(pairsAmong(a, images), pairsAmong(b, images));
}

function pairsAmong({images: all, levels}: RankedPairs, images: Uint32Array): Int32Array {
  const sorted = images.slice().sort();
  const result = new Int32Array((sorted.length * (sorted.length - 1)) / 2);
  let at = 0;
  for (let p = 0; p < sorted.length; p++) {
    const i = sorted[p]!;
    const row = i * all - (i * (i + 1)) / 2 - i - 1;
    for (let q = p + 1; q < sorted.length; q++) result[at++] = levels[row + sorted[q]!]!;
  }
  return result;
}

function rowMeans(source: Features): Float64Array {
  const sums = new Float64Array(source.rows);
  for (const {block} of columnBlocks(source))
    for (let i = 0, at = 0; i < block.rows; i++)
      for (let j = 0; j < block.columns; j++, at++) sums[i]! += block.values[at]!;
  return sums.map((sum) => sum / source.columns);
}
