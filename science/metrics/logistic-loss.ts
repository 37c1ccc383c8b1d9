import {addScaled, dot, type Matrix, matrix, rowOf, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {LimitedMemory} from "./limited-memory.ts";

export interface LogisticSettings {
  /** Weight of the cross-entropy against the penalty |W|^2 / 2. */
  C: number;
  /** Length of the gradient at which the minimum counts as reached. */
  tolerance: number;
  maxIterations?: number;
}

/**
 * Minimises C x cross-entropy + |W|^2 / 2 over weights W and intercepts, which bear no penalty: L-BFGS with exact line
 * searches.
 * @param features images x features
 * @param truth the class of each fitted image, the first of the features' rows
 * @returns the logits of all images, classes x images
 * @throws Error where the minimum is not reached
 */
export async function minimiseLogisticLoss(
  features: Matrix,
  truth: Uint32Array,
  classes: number,
  product: TransposedProduct,
  {C, tolerance, maxIterations = 5000}: LogisticSettings
): Promise<{logits: Matrix; iterations: number}> {
  const images = features.rows;
  const ofColumns = transposed(features);
  const weightCount = classes * features.columns;
  // A point holds the weights, classes x features, and after them the intercepts.
  const logitsOf = async (point: Float64Array): Promise<Matrix> => {
    const weights = matrix(classes, features.columns, point.subarray(0, weightCount));
    const logits = await product(weights, features);
    for (let c = 0; c < classes; c++) {
      const row = rowOf(logits, c);
      for (let i = 0; i < images; i++) row[i]! += point[weightCount + c]!;
    }
    return logits;
  };
  const gradientOf = async (point: Float64Array, logits: Matrix): Promise<Float64Array> => {
    const excess = matrix(classes, images);
    const gradient = new Float64Array(point.length);
    forEachImage(logits, truth, (image, probabilities) => {
      for (let c = 0; c < classes; c++) {
        const value = C * (probabilities[c]! - (truth[image] === c ? 1 : 0));
        excess.values[c * images + image] = value;
        gradient[weightCount + c]! += value;
      }
    });
    gradient.set((await product(excess, ofColumns)).values);
    addScaled(gradient.subarray(0, weightCount), 1, point.subarray(0, weightCount));
    return gradient;
  };
  const point = new Float64Array(weightCount + classes);
  const logits = await logitsOf(point);
  const memory = new LimitedMemory();
  let gradient = await gradientOf(point, logits);
  for (let iterations = 0; ; iterations++) {
    if (Math.sqrt(dot(gradient, gradient)) <= tolerance) return {logits, iterations};
    if (iterations === maxIterations) throw new Error(`no minimum of the read-out in ${maxIterations} iterations`);
    const direction = memory.direction(gradient);
    const change = await logitsOf(direction);
    const penalised = direction.subarray(0, weightCount);
    const length = lineMinimum(logits, change, truth, C, [
      dot(point.subarray(0, weightCount), penalised),
      dot(penalised, penalised)
    ]);
    addScaled(point, length, direction);
    addScaled(logits.values, length, change.values);
    const next = await gradientOf(point, logits);
    memory.remember(
      direction.map((value) => length * value),
      next.map((value, i) => value - gradient[i]!)
    );
    gradient = next;
  }
}

/**
 * The step along a direction of descent at which the loss, which is convex, is least: Newton's method within brackets.
 * `change`: of the logits for a step of 1; `penalty`: the slope of the penalty at 0, and its curvature.
 */
function lineMinimum(
  logits: Matrix,
  change: Matrix,
  truth: Uint32Array,
  C: number,
  penalty: [slope: number, curvature: number]
): number {
  const {rows: classes, columns: images} = logits;
  const at = matrix(classes, images);
  const derivatives = (length: number): [first: number, second: number] => {
    at.values.set(logits.values);
    addScaled(at.values, length, change.values);
    let [first, second] = [penalty[0] + length * penalty[1], penalty[1]];
    forEachImage(at, truth, (image, probabilities) => {
      let [mean, square] = [0, 0];
      for (let c = 0; c < classes; c++) {
        const slope = change.values[c * images + image]!;
        mean += probabilities[c]! * slope;
        square += probabilities[c]! * slope * slope;
      }
      first += C * (mean - change.values[truth[image]! * images + image]!);
      second += C * (square - mean * mean);
    });
    return [first, second];
  };
  const [start] = derivatives(0);
  let [low, high] = [0, Number.POSITIVE_INFINITY];
  let length = 1;
  for (let pass = 0; pass < 50; pass++) {
    const [first, second] = derivatives(length);
    if (Math.abs(first) <= 1e-3 * Math.abs(start)) break;
    if (first < 0) low = length;
    else high = length;
    const newton = length - first / second;
    if (newton > low && newton < high) length = newton;
    else length = Number.isFinite(high) ? (low + high) / 2 : 2 * length;
  }
  return length;
}

/** Gives the class probabilities of each fitted image in one array, used again for the next. */
function forEachImage(
  {rows: classes, columns: images, values}: Matrix,
  truth: Uint32Array,
  visit: (image: number, probabilities: Float64Array) => void
): void {
  const probabilities = new Float64Array(classes);
  for (let image = 0; image < truth.length; image++) {
    for (let c = 0; c < classes; c++) probabilities[c] = values[c * images + image]!;
    softmax(probabilities);
    visit(image, probabilities);
  }
}

/** Logits to probabilities, in place. */
export function softmax(values: Float64Array): void {
  let most = Number.NEGATIVE_INFINITY;
  for (let c = 0; c < values.length; c++) most = Math.max(most, values[c]!);
  let sum = 0;
  for (let c = 0; c < values.length; c++) {
    values[c] = Math.exp(values[c]! - most);
    sum += values[c]!;
  }
  for (let c = 0; c < values.length; c++) values[c]! /= sum;
}
