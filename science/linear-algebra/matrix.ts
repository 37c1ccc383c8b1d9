/** A dense matrix in row-major order. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  /** rows x columns */
  readonly values: Float64Array;
}

/** Zeros, rows x columns, unless `values` are given. */
export function matrix(rows: number, columns: number, values: Float64Array = new Float64Array(rows * columns)): Matrix {
  if (values.length !== rows * columns)
    throw new RangeError(`${values.length} values are not ${rows} rows of ${columns}`);
  return {rows, columns, values};
}

/** A matrix of lists of numbers, one a row, all of one length. */
export function matrixOf(rows: readonly (readonly number[])[]): Matrix {
  return matrix(rows.length, rows[0]?.length ?? 0, Float64Array.from(rows.flat()));
}

/** A view of one row. */
export function rowOf({columns, values}: Matrix, row: number): Float64Array {
  return values.subarray(row * columns, (row + 1) * columns);
}

export function transposed({rows, columns, values}: Matrix): Matrix {
  const result = matrix(columns, rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < columns; j++) result.values[j * rows + i] = values[i * columns + j]!;
  return result;
}

/** The rows of these indices, in this order. */
export function selectRows(source: Matrix, indices: ArrayLike<number>): Matrix {
  const result = matrix(indices.length, source.columns);
  for (let i = 0; i < indices.length; i++) result.values.set(rowOf(source, indices[i]!), i * source.columns);
  return result;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let [even, odd] = [0, 0];
  const paired = a.length & ~1;
  for (let i = 0; i < paired; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  if (paired < a.length) even += a[paired]! * b[paired]!;
  return even + odd;
}

/** target <- target + factor x source */
export function addScaled(target: Float64Array, factor: number, source: Float64Array): void {
  for (let i = 0; i < target.length; i++) target[i]! += factor * source[i]!;
}

/** Sum of the diagonal of a square matrix. */
export function trace({rows, values}: Matrix): number {
  let sum = 0;
  for (let i = 0; i < rows; i++) sum += values[i * (rows + 1)]!;
  return sum;
}
