import type {Network, Node} from "../../networks/network.ts";
import {
  attention,
  averagePool,
  convolution,
  gelu,
  linear,
  type Moments,
  maxPool,
  momentsOver,
  normalised,
  prependToken
} from "./layers.ts";
import type {Tensor, TensorFlow} from "./tensorflow.ts";

export type ForwardInput = {
  /** `[n, c, h, w]` */
  images: Tensor;
  /** A parameter or buffer by name, in its canonical shape */
  stored: (tensor: {readonly name: string}) => Tensor;
  /** Batch-norms at the batch's statistics, masks applied */
  training: boolean;
  /** A node's mask, `[n, ...shape]` or `[n]` */
  mask?: (node: number) => Tensor | undefined;
};

export type Interpreter = {
  /** Every node's value (maps as `[n, h, w, c]`), and the batch's statistics by batch-norm's node. */
  forward(input: ForwardInput): {values: readonly Tensor[]; statistics: ReadonlyMap<number, Moments>};
  /** A node's value with the channels of a map first. */
  canonical(value: Tensor, node: number): Tensor;
};

/** A network on eager tensors of any TensorFlow.js; differentiable by it. */
export function interpret(network: Network, tf: TensorFlow): Interpreter {
  return {
    forward(input) {
      const values: Tensor[] = [];
      const statistics = new Map<number, Moments>();
      for (const [index, node] of network.nodes.entries())
        values.push(
          valueOfNode(
            tf,
            node,
            index,
            node.inputs.map((i) => values[i]!),
            input,
            statistics
          )
        );
      return {values, statistics};
    },
    canonical(value, node) {
      return network.nodes[node]?.shape.length === 3 ? tf.transpose(value, [0, 3, 1, 2]) : value;
    }
  };
}

function valueOfNode(
  tf: TensorFlow,
  {operation, shape}: Node,
  index: number,
  inputs: readonly Tensor[],
  {images, stored, training, mask}: ForwardInput,
  statistics: Map<number, Moments>
): Tensor {
  if (operation.op === "input") return shape.length === 3 ? tf.transpose(images, [0, 2, 3, 1]) : images;
  const [input, second] = inputs;
  if (!input) throw new Error(`node ${index} has no input`);
  switch (operation.op) {
    case "convolution":
      return convolution(tf, operation, input, stored);
    case "linear":
      return linear(tf, operation, input, stored);
    case "batch-norm": {
      const moments = training
        ? momentsOver(tf, input, [0, 1, 2])
        : {mean: stored(operation.mean), variance: stored(operation.variance)};
      statistics.set(index, moments);
      return normalised(tf, input, moments, operation, stored);
    }
    case "layer-norm":
      return normalised(tf, input, momentsOver(tf, input, [input.shape.length - 1]), operation, stored);
    case "relu":
      return tf.relu(input);
    case "gelu":
      return gelu(tf, input);
    case "silu":
      return tf.mul(input, tf.sigmoid(input));
    case "sigmoid":
      return tf.sigmoid(input);
    case "max-pool":
      return maxPool(tf, operation, input);
    case "average-pool":
      return averagePool(tf, operation, input);
    case "add":
      return tf.add(input, second!);
    case "multiply":
      return tf.mul(input, second!);
    case "channel-scale":
      return tf.mul(input, tf.reshape(stored(operation.scale), [-1]));
    case "attention":
      return attention(tf, operation, input, shape);
    case "to-tokens":
      return tf.reshape(input, [-1, ...shape]);
    case "to-map": {
      const [channels = 0, height = 0, width = 0] = shape;
      return tf.reshape(input, [-1, height, width, channels]);
    }
    case "prepend-token":
      return prependToken(tf, operation, input, stored);
    case "add-position":
      return tf.add(input, tf.reshape(stored(operation.position), [1, ...shape]));
    case "select-token":
      return tf.reshape(tf.slice(input, [0, operation.index, 0], [-1, 1, -1]), [-1, ...shape]);
    case "flatten": {
      const channelsFirst = input.shape.length === 4 ? tf.transpose(input, [0, 3, 1, 2]) : input;
      return tf.reshape(channelsFirst, [-1, ...shape]);
    }
    case "dropout": {
      const factors = mask?.(index);
      if (!training || !factors) return input;
      return tf.mul(input, shape.length === 3 ? tf.transpose(factors, [0, 2, 3, 1]) : factors);
    }
    case "stochastic-depth": {
      const factors = mask?.(index);
      if (!training || !factors) return input;
      return tf.mul(input, tf.reshape(factors, [-1, ...shape.map(() => 1)]));
    }
  }
}
