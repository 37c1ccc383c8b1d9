import {columnBlocks, type Features} from "./features.ts";
import {type Matrix, matrix} from "./matrix.ts";
import type {TransposedProduct} from "./products.ts";

/** Rows of one product; the pairs of such panels below the diagonal are not computed. */
const PANEL = 640;

/** Changes a block of columns in place before it is multiplied; `first` is the block's first column. */
export type Preparation = (block: Matrix, first: number) => void;

/**
 * The Gram matrix X X' of features X, rows x rows, summed in double over blocks of columns, so that X is never held
 * whole. `prepare` centres or scales each block.
 */
export async function gramMatrix(
  features: Features,
  prepare: Preparation,
  product: TransposedProduct
): Promise<Matrix> {
  const {rows} = features;
  const gram = matrix(rows, rows);
  for (const {first, block} of columnBlocks(features)) {
    prepare(block, first);
    const panels = panelsOf(block);
    for (const [i, left] of panels.entries())
      for (const [j, right] of panels.entries())
        if (j <= i) addPanel(gram, await product(left, right), i * PANEL, j * PANEL);
  }
  mirror(gram);
  return gram;
}

function panelsOf({rows, columns, values}: Matrix): Matrix[] {
  return Array.from({length: Math.ceil(rows / PANEL)}, (_, panel) => {
    const end = Math.min(rows, (panel + 1) * PANEL);
    return matrix(end - panel * PANEL, columns, values.subarray(panel * PANEL * columns, end * columns));
  });
}

function addPanel(gram: Matrix, panel: Matrix, top: number, left: number): void {
  for (let i = 0; i < panel.rows; i++) {
    const at = (top + i) * gram.columns + left;
    const from = i * panel.columns;
    for (let j = 0; j < panel.columns; j++) gram.values[at + j]! += panel.values[from + j]!;
  }
}

/** The part above the diagonal from the part below, which makes the matrix exactly symmetric. */
function mirror({rows, values}: Matrix): void {
  for (let i = 0; i < rows; i++) for (let j = i + 1; j < rows; j++) values[i * rows + j] = values[j * rows + i]!;
}

/** Subtracts from each column its mean over all rows. */
export function centreColumns({rows, columns, values}: Matrix): void {
  const means = new Float64Array(columns);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) means[j]! += values[at]!;
  for (let j = 0; j < columns; j++) means[j]! /= rows;
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) values[at]! -= means[j]!;
}
