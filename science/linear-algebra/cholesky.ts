import {addScaled, type Matrix, matrix, rowOf, transposed} from "./matrix.ts";
import type {TransposedProduct} from "./products.ts";

/** Columns that are factored at a time; what is left of them goes through one product. */
const PANEL = 256;

/**
 * The lower triangle L of A = L L', in place of A (the part above the diagonal is not to be used).
 * @param smallest the pivot, as a share of the largest diagonal entry, that is too small: by default that of rounding
 * @returns false where a pivot is too small: A is not positive definite, or nearly so
 */
export async function choleskyInPlace(
  A: Matrix,
  product: TransposedProduct,
  smallest: number = A.rows * Number.EPSILON
): Promise<boolean> {
  const n = A.rows;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, A.values[i * n + i]!);
  const least = largest * smallest;
  for (let first = 0; first < n; first += PANEL) {
    const end = Math.min(n, first + PANEL);
    if (first > 0) subtract(A, await product(corner(A, first, n, first), corner(A, first, end, first)), first);
    const pivots = Array.from({length: end - first}, (_, k) => rowOf(A, first + k).subarray(first, end));
    for (let i = first; i < n; i++) {
      const row = rowOf(A, i).subarray(first, end);
      for (let k = 0; k < Math.min(i, end) - first; k++) {
        const other = pivots[k]!;
        row[k] = (row[k]! - dotUpTo(row, other, k)) / other[k]!;
      }
      if (i >= end) continue;
      const pivot = row[i - first]! - dotUpTo(row, row, i - first);
      if (!(pivot > least)) return false;
      row[i - first] = Math.sqrt(pivot);
    }
  }
  return true;
}

/** A copy of rows `from` to `to - 1`, as far as column `width`. */
function corner(A: Matrix, from: number, to: number, width: number): Matrix {
  const result = matrix(to - from, width);
  for (let i = from; i < to; i++) result.values.set(rowOf(A, i).subarray(0, width), (i - from) * width);
  return result;
}

/** Subtracts a panel whose upper left corner is on the diagonal, at `first`. */
function subtract(A: Matrix, panel: Matrix, first: number): void {
  for (let i = 0; i < panel.rows; i++) {
    addScaled(rowOf(A, first + i).subarray(first, first + panel.columns), -1, rowOf(panel, i));
  }
}

/** Solves L L' x = b for each row b of `right`, in place. */
export async function solveCholesky(L: Matrix, right: Matrix, product: TransposedProduct): Promise<void> {
  const n = L.rows;
  const starts = Array.from({length: Math.ceil(n / PANEL)}, (_, panel) => panel * PANEL);
  for (const first of starts) {
    const end = Math.min(n, first + PANEL);
    if (first > 0) {
      const known = await product(columnsOf(right, 0, first), corner(L, first, end, first));
      subtractColumns(right, known, first);
    }
    for (let r = 0; r < right.rows; r++) {
      const x = rowOf(right, r).subarray(first, end);
      for (let i = 0; i < x.length; i++) {
        const row = rowOf(L, first + i).subarray(first, end);
        x[i] = (x[i]! - dotUpTo(row, x, i)) / row[i]!;
      }
    }
  }
  for (const first of starts.reverse()) {
    const end = Math.min(n, first + PANEL);
    for (let r = 0; r < right.rows; r++) {
      const x = rowOf(right, r).subarray(first, end);
      for (let i = x.length - 1; i >= 0; i--) {
        const row = rowOf(L, first + i).subarray(first, end);
        const value = x[i]! / row[i]!;
        x[i] = value;
        for (let k = 0; k < i; k++) x[k]! -= value * row[k]!;
      }
    }
    if (first > 0) {
      const left = transposed(corner(L, first, end, first));
      subtractColumns(right, await product(columnsOf(right, first, end), left), 0);
    }
  }
}

function columnsOf(A: Matrix, from: number, to: number): Matrix {
  const result = matrix(A.rows, to - from);
  for (let i = 0; i < A.rows; i++) result.values.set(rowOf(A, i).subarray(from, to), i * (to - from));
  return result;
}

/** Subtracts from the columns of A that start at `first`. */
function subtractColumns(A: Matrix, columns: Matrix, first: number): void {
  for (let i = 0; i < A.rows; i++)
    addScaled(rowOf(A, i).subarray(first, first + columns.columns), -1, rowOf(columns, i));
}

/**
 * A factor F (n x rank) with F F' = A to within rounding, for A symmetric and positive semi-definite of any rank:
 * Cholesky's with the largest remaining diagonal entry as the next pivot.
 */
export function pivotedFactor(A: Matrix): Matrix {
  const n = A.rows;
  const remaining = Float64Array.from({length: n}, (_, i) => A.values[i * n + i]!);
  const least = Math.max(...remaining) * n * Number.EPSILON;
  const factor = matrix(n, n);
  let rank = 0;
  for (; rank < n; rank++) {
    const pivot = remaining.reduce((best, value, i) => (value > remaining[best]! ? i : best), 0);
    if (!(remaining[pivot]! > least)) break;
    const scale = Math.sqrt(remaining[pivot]!);
    const pivotRow = rowOf(factor, pivot).slice();
    for (let i = 0; i < n; i++) {
      if (remaining[i]! <= 0 && i !== pivot) continue;
      const row = rowOf(factor, i);
      row[rank] = (A.values[i * n + pivot]! - dotUpTo(row, pivotRow, rank)) / scale;
      remaining[i]! -= row[rank]! ** 2;
    }
    remaining[pivot] = 0;
  }
  const result = matrix(n, rank);
  for (let i = 0; i < n; i++) result.values.set(rowOf(factor, i).subarray(0, rank), i * rank);
  return result;
}

/** Of the first `end` entries; no views are made, as there are many short ones. */
function dotUpTo(a: Float64Array, b: Float64Array, end: number): number {
  let [even, odd] = [0, 0];
  const paired = end & ~1;
  for (let i = 0; i < paired; i += 2) {
    even += a[i]! * b[i]!;
    odd += a[i + 1]! * b[i + 1]!;
  }
  return paired < end ? even + odd + a[paired]! * b[paired]! : even + odd;
}
