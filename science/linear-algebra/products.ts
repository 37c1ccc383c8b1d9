import {type Matrix, matrix} from "./matrix.ts";

/** The one product that costs anything: left x right', with left m x k and right n x k, summed in double. */
export type TransposedProduct = (left: Matrix, right: Matrix) => Matrix | Promise<Matrix>;

/** `left x right'` in plain JavaScript, four rows by two at a time. */
export function plainProduct(left: Matrix, right: Matrix): Matrix {
  const length = left.columns;
  if (right.columns !== length) throw new RangeError(`rows of ${length} and of ${right.columns} values`);
  const [a, b] = [left.values, right.values];
  const product = matrix(left.rows, right.rows);
  const out = product.values;
  const blockedRows = left.rows & ~3;
  const blockedColumns = right.rows & ~1;
  for (let j = 0; j < blockedColumns; j += 2) {
    const b0 = j * length;
    const b1 = b0 + length;
    for (let i = 0; i < blockedRows; i += 4) {
      const a0 = i * length;
      const [a1, a2, a3] = [a0 + length, a0 + 2 * length, a0 + 3 * length];
      let [s00, s01, s10, s11, s20, s21, s30, s31] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let k = 0; k < length; k++) {
        const x = b[b0 + k]!;
        const y = b[b1 + k]!;
        const p = a[a0 + k]!;
        const q = a[a1 + k]!;
        const r = a[a2 + k]!;
        const s = a[a3 + k]!;
        s00 += p * x;
        s01 += p * y;
        s10 += q * x;
        s11 += q * y;
        s20 += r * x;
        s21 += r * y;
        s30 += s * x;
        s31 += s * y;
      }
      let at = i * right.rows + j;
      out[at] = s00;
      out[at + 1] = s01;
      at += right.rows;
      out[at] = s10;
      out[at + 1] = s11;
      at += right.rows;
      out[at] = s20;
      out[at + 1] = s21;
      at += right.rows;
      out[at] = s30;
      out[at + 1] = s31;
    }
  }
  const cell = (i: number, j: number) => {
    let sum = 0;
    for (let k = 0, p = i * length, q = j * length; k < length; k++) sum += a[p + k]! * b[q + k]!;
    out[i * right.rows + j] = sum;
  };
  for (let i = 0; i < blockedRows; i++) for (let j = blockedColumns; j < right.rows; j++) cell(i, j);
  for (let i = blockedRows; i < left.rows; i++) for (let j = 0; j < right.rows; j++) cell(i, j);
  return product;
}
