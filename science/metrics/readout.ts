import {pivotedFactor} from "../linear-algebra/cholesky.ts";
import type {Features} from "../linear-algebra/features.ts";
import type {Preparation} from "../linear-algebra/gram.ts";
import {dot, type Matrix, rowOf, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {minimiseLogisticLoss, softmax} from "./logistic-loss.ts";
import {gramOf, sampleKernel} from "./sample-kernel.ts";

export interface Readout {
  /** In the order of first appearance among the labels. */
  classes: string[];
  /** Images x classes: of all images, those of the fit first. */
  probabilities: Matrix;
  iterations: number;
}

/** Largest error of a logit that the minimisation may leave. */
const LOGIT_ERROR = 1e-8;

/**
 * The behavioural read-out: multinomial logistic regression on standardised features with an unpenalised intercept,
 * least C x cross-entropy + |W|^2 / 2 (Rajalingham et al. 2018, as in Brain-Score), minimised to convergence.
 * @param features of the images to fit on, one for each label, and after them of any others to be judged
 * @throws RangeError where there are fewer images than labels, or only one class
 */
export async function logisticReadout(
  features: Features,
  labels: readonly string[],
  product: TransposedProduct,
  {C = 1e-3}: {C?: number} = {}
): Promise<Readout> {
  const classes = [...new Set(labels)];
  if (features.rows < labels.length) throw new RangeError(`${labels.length} labels for ${features.rows} images`);
  if (classes.length < 2) throw new RangeError(`a read-out needs two classes; all labels are "${classes[0]}"`);
  const kernel = await sampleKernel(features, product, standardise(labels.length));
  // Penalised solutions lie among the combinations of images: a factor F of X X' serves in place of a wider X.
  const inputs = kernel.features ?? pivotedFactor(await gramOf(kernel, product));
  const indices = new Map(classes.map((label, c) => [label, c]));
  const truth = Uint32Array.from(labels, (label) => indices.get(label)!);
  const settings = {C, tolerance: LOGIT_ERROR / Math.max(1, longestRow(inputs))};
  const {logits, iterations} = await minimiseLogisticLoss(inputs, truth, classes.length, product, settings);
  const probabilities = transposed(logits);
  for (let i = 0; i < probabilities.rows; i++) softmax(rowOf(probabilities, i));
  return {classes, probabilities, iterations};
}

/** Columns less their mean over the first `fitted` rows, divided by their standard deviation unless it is 0. */
function standardise(fitted: number): Preparation {
  return ({rows, columns, values}) => {
    for (let j = 0; j < columns; j++) {
      let sum = 0;
      for (let i = 0; i < fitted; i++) sum += values[i * columns + j]!;
      const mean = sum / fitted;
      let squares = 0;
      for (let i = 0; i < fitted; i++) squares += (values[i * columns + j]! - mean) ** 2;
      const variance = squares / fitted;
      const rounding = fitted * Number.EPSILON * variance + (fitted * mean * Number.EPSILON) ** 2;
      const scale = variance <= rounding ? 1 : Math.sqrt(variance);
      for (let i = 0; i < rows; i++) values[i * columns + j] = (values[i * columns + j]! - mean) / scale;
    }
  };
}

function longestRow(inputs: Matrix): number {
  let most = 0;
  for (let i = 0; i < inputs.rows; i++) most = Math.max(most, dot(rowOf(inputs, i), rowOf(inputs, i)));
  return Math.sqrt(most);
}
