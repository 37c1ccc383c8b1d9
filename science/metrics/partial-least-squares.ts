import {addScaled, dot, type Matrix, matrix, rowOf, trace} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {centredTargets, zeroOutside} from "./regression.ts";
import type {SampleKernel} from "./sample-kernel.ts";

export interface PlsSettings {
  components?: number;
  /** Squared change of the weights at which the power iteration stops. */
  tolerance?: number;
  maxIterations?: number;
}

export interface PlsFit {
  /** Of all images, neuroids x images. */
  predictions: Matrix;
  /** Passes of the power iteration for each component; fewer than asked where nothing is left to explain. */
  iterations: number[];
}

const EPSILON = Number.EPSILON;
/** S is computed anew once deflation has left this share of it, so that rounding errors stay as small. */
const STALE = 1e-3;

/**
 * PLS2 regression without scaling: scikit-learn's `PLSRegression(components, scale=False)`, that is NIPALS with an
 * early-stopped power iteration, started and stopped alike.
 *
 * Everything is written in the space of images. With K = X X' of the deflated features, Y the deflated targets and
 * weights w = X'Y v, the iteration needs only S = Y'KY: v <- S v, scaled so that |w|^2 = v'Sv = 1, until
 * |w - w_previous|^2 < tolerance. A component has scores t = K Y v and loadings l = Y't / t't; its deflation is
 * Y <- Y - t l' and S <- S - l c' - c l' + (t'Kt) l l' with c = Y'Kt. As the scores of training images are
 * orthogonal, those of test images follow from the same sums, and a prediction is the mean plus the sum of t l'.
 *
 * Components end where the features are exhausted; scikit-learn goes on with rounding errors there.
 * @param targets neuroids x images; only the columns in `train` are read
 * @param train the images to fit on, in ascending order
 */
export async function partialLeastSquares(
  kernel: SampleKernel,
  targets: Matrix,
  train: Uint32Array,
  product: TransposedProduct,
  {components = 25, tolerance = 1e-6, maxIterations = 500}: PlsSettings = {}
): Promise<PlsFit> {
  const {means, residual} = centredTargets(targets, train);
  const predictions = matrix(targets.rows, targets.columns);
  for (let j = 0; j < targets.rows; j++) rowOf(predictions, j).fill(means[j]!);
  const freshS = async () => product(residual, await kernel.timesRows(residual));
  const earlier: Component[] = [];
  const iterations: number[] = [];
  let S = await freshS();
  let total = trace(S);
  while (earlier.length < components) {
    clearVanished(residual, S);
    if (trace(S) < STALE * total) {
      S = await freshS();
      total = trace(S);
    }
    const start = firstVarying(residual);
    const found = start === undefined ? undefined : powerIteration(S, start, tolerance, maxIterations);
    if (found === undefined) break;
    const component = componentOf(kernel.times(combination(residual, found.weights)), train, earlier);
    const {scores, onTraining, squared} = component;
    if (!(squared > kernel.resolution * (earlier[0]?.squared ?? 0))) break;
    earlier.push(component);
    iterations.push(found.iterations);

    const Kt = kernel.times(onTraining);
    const loadings = productWith(residual, onTraining).map((value) => value / squared);
    deflate(S, loadings, productWith(residual, Kt), dot(onTraining, Kt));
    for (let j = 0; j < targets.rows; j++) {
      addScaled(rowOf(residual, j), -loadings[j]!, onTraining);
      addScaled(rowOf(predictions, j), loadings[j]!, scores);
    }
  }
  return {predictions, iterations};
}

interface Component {
  /** t of all images. */
  scores: Float64Array;
  /** t of the training images, 0 elsewhere. */
  onTraining: Float64Array;
  /** t't over the training images. */
  squared: number;
}

/** Scores K Y v, before centring and deflation of K, made those of the deflated features. */
function componentOf(scores: Float64Array, train: Uint32Array, earlier: readonly Component[]): Component {
  centreOn(train, scores);
  // Twice, as the first pass leaves rounding errors in proportion to what it took away.
  for (let pass = 0; pass < 2; pass++)
    for (const {scores: other, onTraining, squared} of earlier)
      addScaled(scores, -dot(onTraining, scores) / squared, other);
  const onTraining = zeroOutside(train, scores);
  return {scores, onTraining, squared: dot(onTraining, onTraining)};
}

/** Targets of which nothing but rounding is left become zero. */
function clearVanished(residual: Matrix, S: Matrix): void {
  for (let j = 0; j < residual.rows; j++) {
    const row = rowOf(residual, j);
    if (row.some((value) => Math.abs(value) >= 10 * EPSILON)) continue;
    row.fill(0);
    for (let i = 0; i < S.rows; i++) {
      S.values[i * S.columns + j] = 0;
      S.values[j * S.columns + i] = 0;
    }
  }
}

function firstVarying(residual: Matrix): number | undefined {
  for (let j = 0; j < residual.rows; j++) if (rowOf(residual, j).some((value) => Math.abs(value) > EPSILON)) return j;
  return undefined;
}

/** Weights v on the targets, started from one target; undefined where S is exhausted. */
function powerIteration(
  S: Matrix,
  start: number,
  tolerance: number,
  maxIterations: number
): {weights: Float64Array; iterations: number} | undefined {
  let weights = new Float64Array(S.rows);
  weights[start] = 1;
  let previous: Float64Array | undefined;
  for (let iteration = 1; ; iteration++) {
    const image = productWith(S, weights);
    const norm = Math.sqrt(dot(weights, image));
    if (!(norm > 0)) return undefined;
    weights = weights.map((value) => value / norm);
    const done = iteration === maxIterations || S.rows === 1;
    if (done || (previous && changeOf(S, weights, previous) < tolerance)) return {weights, iterations: iteration};
    previous = weights;
    weights = image.map((value) => value / norm);
  }
}

function changeOf(S: Matrix, weights: Float64Array, previous: Float64Array): number {
  const change = weights.map((value, j) => value - previous[j]!);
  return dot(change, productWith(S, change));
}

function productWith(A: Matrix, vector: Float64Array): Float64Array {
  return Float64Array.from({length: A.rows}, (_, j) => dot(rowOf(A, j), vector));
}

function combination(rows: Matrix, weights: Float64Array): Float64Array {
  const sum = new Float64Array(rows.columns);
  for (let j = 0; j < rows.rows; j++) addScaled(sum, weights[j]!, rowOf(rows, j));
  return sum;
}

/** Subtracts the mean of the training rows from all rows. */
function centreOn(train: Uint32Array, values: Float64Array): void {
  let sum = 0;
  for (const row of train) sum += values[row]!;
  const mean = sum / train.length;
  for (let i = 0; i < values.length; i++) values[i]! -= mean;
}

function deflate({rows, values}: Matrix, loadings: Float64Array, c: Float64Array, tKt: number): void {
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      const change = tKt * loadings[i]! * loadings[j]! - loadings[i]! * c[j]! - c[i]! * loadings[j]!;
      const value = values[i * rows + j]! + change;
      values[i * rows + j] = value;
      values[j * rows + i] = value;
    }
}
