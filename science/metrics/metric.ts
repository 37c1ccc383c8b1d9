import {type Features, featuresOf} from "../linear-algebra/features.ts";
import {centreColumns, gramMatrix} from "../linear-algebra/gram.ts";
import {type Matrix, rowOf, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {overNeuroids, overSplits} from "./aggregate.ts";
import {pearson} from "./correlation.ts";
import {biasedKernelAlignment, kernelAlignment} from "./kernel-alignment.ts";
import {bestFeatures} from "./neuron-to-neuron.ts";
import {ordinaryLeastSquares} from "./ordinary-least-squares.ts";
import {partialLeastSquares} from "./partial-least-squares.ts";
import type {Regression} from "./regression.ts";
import {dissimilarities, rankPairs, similarityOfDissimilarities} from "./representational-similarity.ts";
import {ridge} from "./ridge.ts";
import {sampleKernel} from "./sample-kernel.ts";
import {type Split, shuffleSplits, stratifiedShuffleSplits, testShare, trainingShare} from "./splits.ts";

/** What a metric says of features beside recordings. NaN is a value that could not be computed. */
export interface MetricResult {
  score: number;
  /** Standard error over the splits; undefined where all images are used at once. */
  error?: number;
  /** One score a split. */
  splits?: number[];
  /** Splits x neuroids, where the metric predicts neuroids. */
  neuroids?: number[][];
}

export interface MetricInput {
  /** Features, images x features. */
  source: Features;
  /** Responses, images x neuroids, in the order of the features' rows. */
  target: Matrix;
  /** The class of each image, by which the splits are stratified. */
  groups?: readonly string[];
  product: TransposedProduct;
}

export const PLS_COMPONENTS = 25;

const metrics = {
  pls: regressionMetric((product) => async (kernel, targets, train) => {
    const fit = await partialLeastSquares(kernel, targets, train, product, {components: PLS_COMPONENTS});
    return fit.predictions;
  }),
  ridge: regressionMetric((product) => ridge(product)),
  linear: regressionMetric(ordinaryLeastSquares),
  neuron_to_neuron: async ({source, target, groups, product}: MetricInput): Promise<MetricResult> => {
    const targets = transposed(target);
    const splits = regressionSplits(target.rows, groups);
    const predictions = await bestFeatures(
      source,
      targets,
      splits.map(({train}) => train),
      product
    );
    return overNeuroids(splits.map(({test}, s) => correlations(predictions[s]!, targets, test)));
  },
  rdm: async (input: MetricInput): Promise<MetricResult> => ({score: (await rdmSimilarity(input))(allImages(input))}),
  rdm_cv: async (input: MetricInput): Promise<MetricResult> => overTestImages(input, await rdmSimilarity(input)),
  cka: async (input: MetricInput): Promise<MetricResult> => {
    const [a, b] = await grams(input);
    return {score: kernelAlignment(a, b, allImages(input))};
  },
  cka_biased: async (input: MetricInput): Promise<MetricResult> => {
    const [a, b] = await grams(input);
    return {score: biasedKernelAlignment(a, b, allImages(input))};
  },
  cka_cv: async (input: MetricInput): Promise<MetricResult> => {
    const [a, b] = await grams(input);
    return overTestImages(input, (images) => kernelAlignment(a, b, images));
  }
};

export type MetricName = keyof typeof metrics;

export const metricNames: readonly string[] = Object.keys(metrics);

export function isMetricName(name: string): name is MetricName {
  return Object.hasOwn(metrics, name);
}

/**
 * A metric of Brain-Score on arrays. The regressions are fitted on ten random 90% of the images and score the others
 * (seed 1, stratified where there are groups); `rdm_cv` and `cka_cv` compare ten random 90% of the images.
 */
export function scoreMetric(name: MetricName, input: MetricInput): Promise<MetricResult> {
  return metrics[name](input);
}

function regressionMetric(regressionOf: (product: TransposedProduct) => Regression) {
  return async ({source, target, groups, product}: MetricInput): Promise<MetricResult> => {
    const kernel = await sampleKernel(source, product);
    const targets = transposed(target);
    const regression = regressionOf(product);
    const neuroids = [];
    for (const {train, test} of regressionSplits(target.rows, groups))
      neuroids.push(correlations(await regression(kernel, targets, train), targets, test));
    return overNeuroids(neuroids);
  };
}

/** Ten 90/10 splits, each side in ascending order. */
function regressionSplits(rows: number, groups: readonly string[] | undefined): Split[] {
  const sizes = trainingShare(rows, 0.9);
  const splits = groups ? stratifiedShuffleSplits(groups, sizes) : shuffleSplits(rows, sizes);
  return splits.map(({train, test}) => ({train: train.sort(), test: test.sort()}));
}

/** Pearson's correlation of prediction and target for each neuroid, over the test images. */
function correlations(predictions: Matrix, targets: Matrix, test: Uint32Array): number[] {
  return Array.from({length: targets.rows}, (_, j) => {
    const [predicted, measured] = [rowOf(predictions, j), rowOf(targets, j)];
    return pearson(
      Float64Array.from(test, (image) => predicted[image]!),
      Float64Array.from(test, (image) => measured[image]!)
    );
  });
}

function overTestImages({target, groups}: MetricInput, similarity: (images: Uint32Array) => number): MetricResult {
  const sizes = testShare(target.rows, 0.9);
  const splits = groups ? stratifiedShuffleSplits(groups, sizes) : shuffleSplits(target.rows, sizes);
  return overSplits(splits.map(({test}) => similarity(test)));
}

async function rdmSimilarity({source, target, product}: MetricInput): Promise<(images: Uint32Array) => number> {
  const a = rankPairs(await dissimilarities(source, product));
  const b = rankPairs(await dissimilarities(featuresOf(target), product));
  return (images) => similarityOfDissimilarities(a, b, images);
}

async function grams({source, target, product}: MetricInput): Promise<[Matrix, Matrix]> {
  return [
    await gramMatrix(source, centreColumns, product),
    await gramMatrix(featuresOf(target), centreColumns, product)
  ];
}

function allImages({target}: MetricInput): Uint32Array {
  return Uint32Array.from({length: target.rows}, (_, i) => i);
}
