import {type Matrix, matrix} from "./matrix.ts";

/** Features of images, images x features, of which some columns at a time are held in memory. */
export interface Features {
  readonly rows: number;
  readonly columns: number;
  /** Columns `first` to `first + count - 1`: rows x count doubles, the caller's to change. */
  read(first: number, count: number): Matrix;
}

/** Features that are in memory already. */
export function featuresOf({rows, columns, values}: Matrix): Features {
  return {
    rows,
    columns,
    read(first, count) {
      const block = matrix(rows, count);
      for (let i = 0; i < rows; i++) {
        const from = i * columns + first;
        block.values.set(values.subarray(from, from + count), i * count);
      }
      return block;
    }
  };
}

/** Reads features in blocks of columns of at most `bytes` as doubles. */
export function* columnBlocks(features: Features, bytes = 2 ** 25): Generator<{first: number; block: Matrix}> {
  const width = Math.max(1, Math.floor(bytes / (8 * features.rows)));
  for (let first = 0; first < features.columns; first += width)
    yield {first, block: features.read(first, Math.min(width, features.columns - first))};
}
