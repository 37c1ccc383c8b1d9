import {type Matrix, matrix} from "../linear-algebra/matrix.ts";

/**
 * Linear centred kernel alignment of two Gram matrices over some of the images, by the unbiased estimator of HSIC with
 * zeroed diagonals (Song et al. 2012, equation 5), which is near 0 for independent features however many there are.
 * Needs four images.
 */
export function kernelAlignment(a: Matrix, b: Matrix, images: Uint32Array): number {
  return alignment(withoutDiagonal(a, images), withoutDiagonal(b, images), unbiasedHsic);
}

/** Linear centred kernel alignment by the biased estimator (Kornblith et al. 2019), near 1 for wide features. */
export function biasedKernelAlignment(a: Matrix, b: Matrix, images: Uint32Array): number {
  return alignment(centred(a, images), centred(b, images), innerProduct);
}

function alignment(a: Matrix, b: Matrix, measure: (a: Matrix, b: Matrix) => number): number {
  return measure(a, b) / Math.sqrt(measure(a, a) * measure(b, b));
}

/** Up to the factor 1 / (n (n - 3)), which alignment cancels. */
function unbiasedHsic(a: Matrix, b: Matrix): number {
  const n = a.rows;
  const [sumsA, sumsB] = [rowSums(a), rowSums(b)];
  let product = 0;
  for (let i = 0; i < n; i++) product += sumsA[i]! * sumsB[i]!;
  return innerProduct(a, b) + (total(sumsA) * total(sumsB)) / ((n - 1) * (n - 2)) - (2 * product) / (n - 2);
}

function innerProduct(a: Matrix, b: Matrix): number {
  let sum = 0;
  for (let i = 0; i < a.values.length; i++) sum += a.values[i]! * b.values[i]!;
  return sum;
}

function withoutDiagonal(gram: Matrix, images: Uint32Array): Matrix {
  const result = selected(gram, images);
  for (let i = 0; i < result.rows; i++) result.values[i * (result.rows + 1)] = 0;
  return result;
}

function centred(gram: Matrix, images: Uint32Array): Matrix {
  const result = selected(gram, images);
  const n = result.rows;
  const means = rowSums(result).map((sum) => sum / n);
  const grandMean = total(means) / n;
  for (let i = 0, at = 0; i < n; i++)
    for (let j = 0; j < n; j++, at++) result.values[at]! += grandMean - means[i]! - means[j]!;
  return result;
}

function selected({columns, values}: Matrix, images: Uint32Array): Matrix {
  const result = matrix(images.length, images.length);
  let at = 0;
  for (const i of images) for (const j of images) result.values[at++] = values[i * columns + j]!;
  return result;
}

function rowSums({rows, columns, values}: Matrix): Float64Array {
  const sums = new Float64Array(rows);
  for (let i = 0, at = 0; i < rows; i++) for (let j = 0; j < columns; j++, at++) sums[i]! += values[at]!;
  return sums;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
