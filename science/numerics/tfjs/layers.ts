import type {Operation, Shape} from "../../networks/network.ts";
import {windowShares} from "../pooling-windows.ts";
import type {Tensor, TensorFlow} from "./tensorflow.ts";

type OperationOf<Name extends Operation["op"]> = Extract<Operation, {op: Name}>;
type Stored = (tensor: {readonly name: string}) => Tensor;

/*
 * The layers on eager tensors. Maps are `[n, h, w, c]`, which every TensorFlow.js backend can differentiate; tokens
 * `[n, tokens, width]` and vectors `[n, width]`.
 */

export function convolution(
  tf: TensorFlow,
  {stride, padding, groups, kernel, weight, bias}: OperationOf<"convolution">,
  input: Tensor,
  stored: Stored
): Tensor {
  const channels = input.shape[3]!;
  const [outputs = 0] = weight.shape;
  const filter = tf.reshape(stored(weight), [outputs, channels / groups, ...kernel]);
  const padded = padding === 0 ? input : tf.pad(input, around(padding));
  const sums =
    groups === channels && outputs === channels
      ? tf.depthwiseConv2d(rank4(padded), rank4(tf.transpose(filter, [2, 3, 0, 1])), stride, "valid")
      : grouped(tf, padded, filter, stride, groups);
  return bias ? tf.add(sums, stored(bias)) : sums;
}

function grouped(tf: TensorFlow, input: Tensor, filter: Tensor, stride: number, groups: number): Tensor {
  const inputs = groups === 1 ? [input] : tf.split(input, groups, 3);
  const filters = groups === 1 ? [filter] : tf.split(filter, groups, 0);
  const results = inputs.map((part, i) =>
    tf.conv2d(rank4(part), rank4(tf.transpose(filters[i]!, [2, 3, 1, 0])), stride, "valid")
  );
  return groups === 1 ? results[0]! : tf.concat(results, 3);
}

export function linear(tf: TensorFlow, {weight, bias}: OperationOf<"linear">, input: Tensor, stored: Stored): Tensor {
  const [outputs = 0, inputs = 0] = weight.shape;
  const rows = tf.reshape(input, [-1, inputs]);
  const sums = tf.matMul(rows, tf.reshape(stored(weight), [outputs, inputs]), false, true);
  const shifted = bias ? tf.add(sums, stored(bias)) : sums;
  return tf.reshape(shifted, [...input.shape.slice(0, -1), outputs]);
}

export type Moments = {readonly mean: Tensor; readonly variance: Tensor};

/** The means and (biased) variances over the given axes. */
export function momentsOver(tf: TensorFlow, input: Tensor, axes: number[]): Moments {
  const mean = tf.mean(input, axes, true);
  return {mean, variance: tf.mean(tf.square(tf.sub(input, mean)), axes, true)};
}

export function normalised(
  tf: TensorFlow,
  input: Tensor,
  {mean, variance}: Moments,
  {scale, shift, epsilon}: OperationOf<"batch-norm"> | OperationOf<"layer-norm">,
  stored: Stored
): Tensor {
  const normal = tf.div(tf.sub(input, mean), tf.sqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(normal, stored(scale)), stored(shift));
}

export function gelu(tf: TensorFlow, input: Tensor): Tensor {
  return tf.mul(tf.mul(input, 0.5), tf.add(tf.erf(tf.mul(input, Math.SQRT1_2)), 1));
}

export function maxPool(tf: TensorFlow, {kernel, stride, padding}: OperationOf<"max-pool">, input: Tensor): Tensor {
  const lowest = -3e38;
  const padded = padding === 0 ? input : tf.pad(input, around(padding), lowest);
  return tf.maxPool(rank4(padded), kernel, stride, "valid");
}

export function averagePool(
  tf: TensorFlow,
  {size: [rows, columns]}: OperationOf<"average-pool">,
  input: Tensor
): Tensor {
  const [, height = 0, width = 0, channels = 0] = input.shape;
  if (rows === height && columns === width) return input;
  const shares = tf.tensor(windowShares([height, width], [rows, columns]), [height * width, rows * columns]);
  const pixelsLast = tf.reshape(tf.transpose(input, [0, 3, 1, 2]), [-1, height * width]);
  const pooled = tf.reshape(tf.matMul(pixelsLast, shares), [-1, channels, rows, columns]);
  return tf.transpose(pooled, [0, 2, 3, 1]);
}

export function attention(
  tf: TensorFlow,
  {heads}: OperationOf<"attention">,
  input: Tensor,
  [tokens = 0, width = 0]: Shape
): Tensor {
  const depth = width / heads;
  const split = tf.transpose(tf.reshape(input, [-1, tokens, 3, heads, depth]), [2, 0, 3, 1, 4]);
  const [queries, keys, values] = tf.split(split, 3, 0).map((part) => tf.reshape(part, [-1, tokens, depth]));
  const scores = tf.mul(tf.matMul(queries!, keys!, false, true), 1 / Math.sqrt(depth));
  const mixed = tf.reshape(tf.matMul(tf.softmax(scores), values!), [-1, heads, tokens, depth]);
  return tf.reshape(tf.transpose(mixed, [0, 2, 1, 3]), [-1, tokens, width]);
}

export function prependToken(
  tf: TensorFlow,
  {token}: OperationOf<"prepend-token">,
  input: Tensor,
  stored: Stored
): Tensor {
  const [images = 0, , width = 0] = input.shape;
  return tf.concat([tf.tile(tf.reshape(stored(token), [1, 1, width]), [images, 1, 1]), input], 1);
}

const around = (padding: number): [number, number][] => [
  [0, 0],
  [padding, padding],
  [padding, padding],
  [0, 0]
];

type Tensor4D = import("@tensorflow/tfjs-core").Tensor4D;

function rank4(tensor: Tensor): Tensor4D {
  if (!isRank4(tensor)) throw new Error(`a tensor of four axes is needed, not [${tensor.shape}]`);
  return tensor;
}

function isRank4(tensor: Tensor): tensor is Tensor4D {
  return tensor.shape.length === 4;
}
