import type {Emission, Tensor} from "../emission.ts";
import {mapSizes} from "../forms.ts";
import {blockedBatchNorm} from "./batch-norm-blocked.ts";
import {plainBatchNorm} from "./batch-norm-plain.ts";
import {inputOf, type LayerInput} from "./layer.ts";

/** What one pass computes besides the norm. */
export type Fused = {
  /** Added after the norm */
  summand?: Tensor;
  /** The rectifier, last */
  relu?: boolean;
};

/**
 * Batch normalisation over images and pixels (Ioffe & Szegedy 2015), with a sum and a rectifier after it where they are
 * given. In training the batch's own statistics; else the running ones.
 */
export function batchNorm(emission: Emission, layer: LayerInput<"batch-norm">, fused: Fused = {}): Tensor {
  const {operation} = layer;
  const input = inputOf(layer);
  if (!emission.training) {
    const {scale, shift, mean, variance, epsilon} = operation;
    const value = emission.in(input, "plain");
    const vectors = [scale, shift, mean, variance].map(emission.stored);
    const name = emission.graph.op("BatchNormalization", [value.name, ...vectors], {epsilon: {float: epsilon}});
    return {...value, name};
  }
  mapSizes(input.shape);
  return emission.block === undefined
    ? plainBatchNorm(emission, operation, input, fused)
    : blockedBatchNorm(emission, operation, input, fused);
}
