import {choleskyInPlace, solveCholesky} from "./cholesky.ts";
import {addScaled, dot, type Matrix, matrix, rowOf, transposed} from "./matrix.ts";
import type {TransposedProduct} from "./products.ts";

/** Pivots of X'X, as a share of its largest entry, down to which refined normal equations are as good as QR. */
const WELL_CONDITIONED = 1e-9;
const REFINEMENTS = 2;

/**
 * The shortest solutions B (targets x columns) of least |X b - y| for each row y of Y (targets x rows): by normal
 * equations with iterative refinement, or where X is not well conditioned by a complete orthogonal decomposition.
 */
export async function leastSquares(X: Matrix, Y: Matrix, product: TransposedProduct): Promise<Matrix> {
  return (X.columns <= X.rows && (await normalEquations(X, Y, product))) || orthogonalDecomposition(X, Y);
}

/** Solutions of X'X b = X'y; undefined where X'X is near singular. */
async function normalEquations(X: Matrix, Y: Matrix, product: TransposedProduct): Promise<Matrix | undefined> {
  const ofColumns = transposed(X);
  const square = await product(ofColumns, ofColumns);
  if (!(await choleskyInPlace(square, product, WELL_CONDITIONED))) return undefined;
  const solutions = matrix(Y.rows, X.columns);
  const residual = matrix(Y.rows, Y.columns, Y.values.slice());
  for (let round = 0; round <= REFINEMENTS; round++) {
    const step = await product(residual, ofColumns);
    await solveCholesky(square, step, product);
    addScaled(solutions.values, 1, step.values);
    addScaled(residual.values, -1, (await product(step, X)).values);
  }
  return solutions;
}

/**
 * Householder QR with column pivoting and, where the rank is short, a second one of the rows left (Golub & Van Loan,
 * Matrix Computations, 5.5.2). Columns beyond the numerical rank count as dependent.
 */
function orthogonalDecomposition(X: Matrix, Y: Matrix): Matrix {
  const {triangle, order, rank, right} = pivotedQr(X, Y);
  const solutions = matrix(Y.rows, X.columns);
  if (rank === 0) return solutions;
  const place = (target: number, values: Float64Array) => {
    for (const [k, value] of values.entries()) solutions.values[target * X.columns + order[k]!] = value;
  };
  if (rank === X.columns) {
    for (let t = 0; t < Y.rows; t++) place(t, backward(triangle, rowOf(right, t).subarray(0, rank)));
    return solutions;
  }
  // R = [R1 R2] (rank x columns) has full row rank: with R' = Q T, the shortest x of R x = c is Q (T')^-1 c.
  const wide = matrix(rank, X.columns);
  for (let i = 0; i < rank; i++)
    for (let j = i; j < X.columns; j++) wide.values[i * X.columns + j] = triangle.values[j * X.rows + i]!;
  const {reflectors, corner} = householder(wide);
  for (let t = 0; t < Y.rows; t++) {
    const x = new Float64Array(X.columns);
    x.set(forward(corner, rowOf(right, t).subarray(0, rank)));
    for (let k = rank - 1; k >= 0; k--) reflect(reflectors[k]!, x);
    place(t, x);
  }
  return solutions;
}

/** Column j of X P = Q R as row j of `triangle`; Q' y as rows of `right`. */
function pivotedQr(X: Matrix, Y: Matrix) {
  const triangle = transposed(X);
  const right = matrix(Y.rows, Y.columns, Y.values.slice());
  const order = Uint32Array.from({length: X.columns}, (_, j) => j);
  const steps = Math.min(X.rows, X.columns);
  let rank = 0;
  let least = 0;
  for (; rank < steps; rank++) {
    let [pivot, longest] = [rank, -1];
    for (let j = rank; j < X.columns; j++) {
      const tail = rowOf(triangle, j).subarray(rank);
      const squared = dot(tail, tail);
      if (squared > longest) [pivot, longest] = [j, squared];
    }
    if (rank === 0) least = Math.sqrt(longest) * Math.max(X.rows, X.columns) * Number.EPSILON;
    if (!(Math.sqrt(longest) > least)) break;
    swapRows(triangle, rank, pivot);
    const moved = order[rank]!;
    order[rank] = order[pivot]!;
    order[pivot] = moved;
    const reflector = reflectorOf(rowOf(triangle, rank), rank);
    for (let j = rank; j < X.columns; j++) reflect(reflector, rowOf(triangle, j));
    for (let t = 0; t < Y.rows; t++) reflect(reflector, rowOf(right, t));
  }
  return {triangle, order, rank, right};
}

/** Reflectors that make each row of A (rank x n) triangular in turn; `corner`: the rank x rank lower triangle. */
function householder(A: Matrix): {reflectors: Reflector[]; corner: Matrix} {
  const rows = matrix(A.rows, A.columns, A.values.slice());
  const reflectors = Array.from({length: A.rows}, (_, k) => {
    const reflector = reflectorOf(rowOf(rows, k), k);
    for (let i = k; i < A.rows; i++) reflect(reflector, rowOf(rows, i));
    return reflector;
  });
  return {reflectors, corner: rows};
}

interface Reflector {
  /** Entries from `from` on; the reflection is I - v v'. */
  v: Float64Array;
  from: number;
}

function reflectorOf(column: Float64Array, from: number): Reflector {
  const v = column.slice(from);
  const norm = Math.sqrt(dot(v, v));
  const head = v[0]!;
  const alpha = head > 0 ? -norm : norm;
  v[0] = head - alpha;
  const length = Math.sqrt(dot(v, v));
  return {v: length > 0 ? v.map((value) => (value * Math.SQRT2) / length) : v.fill(0), from};
}

function reflect({v, from}: Reflector, vector: Float64Array): void {
  const tail = vector.subarray(from);
  addScaled(tail, -dot(v, tail), v);
}

function swapRows(A: Matrix, i: number, j: number): void {
  if (i === j) return;
  const kept = rowOf(A, i).slice();
  rowOf(A, i).set(rowOf(A, j));
  rowOf(A, j).set(kept);
}

/** x of R x = c, where row j of `columns` is column j of the upper triangle R. */
function backward(columns: Matrix, c: Float64Array): Float64Array {
  const x = c.slice();
  for (let j = x.length - 1; j >= 0; j--) {
    const column = rowOf(columns, j);
    x[j]! /= column[j]!;
    for (let i = 0; i < j; i++) x[i]! -= x[j]! * column[i]!;
  }
  return x;
}

/** x of L x = c for a lower triangle L in the first columns of `rows`. */
function forward(rows: Matrix, c: Float64Array): Float64Array {
  const x = c.slice();
  for (let i = 0; i < x.length; i++) {
    const row = rowOf(rows, i);
    x[i] = (x[i]! - dot(row.subarray(0, i), x.subarray(0, i))) / row[i]!;
  }
  return x;
}
