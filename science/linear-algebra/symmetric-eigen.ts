import {addScaled, dot, type Matrix, matrix, rowOf} from "./matrix.ts";

/** Eigenvalues by falling size, and the eigenvectors as rows of unit length in the same order. */
export interface SymmetricEigen {
  values: Float64Array;
  vectors: Matrix;
}

const EPSILON = 2 ** -52;

/**
 * All eigenvalues and eigenvectors of a symmetric matrix: Householder's tridiagonal form (Golub & Van Loan, algorithm
 * 8.3.1), then implicit QL steps (EISPACK's `tql2`). `A` is overwritten.
 */
export function symmetricEigen(A: Matrix): SymmetricEigen {
  const n = A.rows;
  const {diagonal, below, vectors} = tridiagonal(A);
  diagonalise(diagonal, below, vectors);
  const order = Array.from(diagonal.keys()).sort((a, b) => diagonal[b]! - diagonal[a]!);
  const sorted = matrix(n, n);
  order.forEach((from, to) => {
    sorted.values.set(rowOf(vectors, from), to * n);
  });
  return {values: Float64Array.from(order, (k) => diagonal[k]!), vectors: sorted};
}

/** T = Q' A Q, by its diagonal and the entries below; `vectors` is Q'. */
function tridiagonal(A: Matrix) {
  const n = A.rows;
  const below = new Float64Array(n);
  const reflections: {v: Float64Array; scale: number}[] = [];
  for (let k = 0; k < n - 1; k++) {
    const v = rowOf(A, k).slice(k + 1);
    const norm = Math.sqrt(dot(v, v));
    const alpha = v[0]! > 0 ? -norm : norm;
    below[k] = alpha;
    v[0]! -= alpha;
    const square = dot(v, v);
    const scale = square === 0 ? 0 : 2 / square;
    reflections.push({v, scale});
    if (scale === 0) continue;
    const rows = Array.from(v, (_, i) => rowOf(A, k + 1 + i).subarray(k + 1));
    const w = Float64Array.from(rows, (row) => scale * dot(row, v));
    addScaled(w, (-scale * dot(w, v)) / 2, v);
    rows.forEach((row, i) => {
      addScaled(row, -v[i]!, w);
      addScaled(row, -w[i]!, v);
    });
  }
  const diagonal = Float64Array.from({length: n}, (_, k) => A.values[k * n + k]!);
  const vectors = matrix(n, n);
  for (let k = 0; k < n; k++) vectors.values[k * n + k] = 1;
  for (let k = n - 2; k >= 0; k--) {
    const {v, scale} = reflections[k]!;
    for (let i = k + 1; i < n; i++) {
      const row = rowOf(vectors, i).subarray(k + 1);
      addScaled(row, -scale * dot(row, v), v);
    }
  }
  return {diagonal, below, vectors};
}

/** Turns the tridiagonal matrix (d, e) into its eigenvalues d, and the rows of `vectors` with it. */
function diagonalise(d: Float64Array, e: Float64Array, vectors: Matrix): void {
  const n = d.length;
  let shift = 0;
  let largest = 0;
  for (let l = 0; l < n; l++) {
    largest = Math.max(largest, Math.abs(d[l]!) + Math.abs(e[l]!));
    let m = l;
    while (Math.abs(e[m]!) > EPSILON * largest) m++;
    while (m > l && Math.abs(e[l]!) > EPSILON * largest) {
      const before = d[l]!;
      let p = (d[l + 1]! - before) / (2 * e[l]!);
      const signed = p < 0 ? -Math.hypot(p, 1) : Math.hypot(p, 1);
      d[l] = e[l]! / (p + signed);
      d[l + 1] = e[l]! * (p + signed);
      const next = d[l + 1]!;
      const moved = before - d[l]!;
      for (let i = l + 2; i < n; i++) d[i]! -= moved;
      shift += moved;
      p = d[m]!;
      let [c, c2, c3, s, s2] = [1, 1, 1, 0, 0];
      const belowNext = e[l + 1]!;
      for (let i = m - 1; i >= l; i--) {
        [c3, c2, s2] = [c2, c, s];
        const g = c * e[i]!;
        const h = c * p;
        const r = Math.hypot(p, e[i]!);
        e[i + 1] = s * r;
        s = e[i]! / r;
        c = p / r;
        p = c * d[i]! - s * g;
        d[i + 1] = h + s * (c * g + s * d[i]!);
        rotate(rowOf(vectors, i), rowOf(vectors, i + 1), c, s);
      }
      p = (-s * s2 * c3 * belowNext * e[l]!) / next;
      e[l] = s * p;
      d[l] = c * p;
    }
    d[l]! += shift;
    e[l] = 0;
  }
}

function rotate(a: Float64Array, b: Float64Array, c: number, s: number): void {
  for (let k = 0; k < a.length; k++) {
    const [x, y] = [a[k]!, b[k]!];
    a[k] = c * x - s * y;
    b[k] = s * x + c * y;
  }
}
