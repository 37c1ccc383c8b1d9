import type {Network, Node, Shape} from "./network.ts";
import {parametersOf} from "./parameters.ts";

const elements = (shape: Shape) => shape.reduce((product, size) => product * size, 1);

/** Trained numbers: the `n_params` of the released table. */
export function countParameters(network: Network): number {
  return parametersOf(network).parameters.reduce((total, {shape}) => total + elements(shape), 0);
}

/**
 * Multiply-adds of one image's forward pass by the rule of the released table: those of convolutions and linear layers,
 * 5 for each element that a BatchNorm or LayerNorm gives, 1 for each element that an average pool takes; nothing for
 * the products of attention.
 */
export function countMacs(network: Network): number {
  return network.nodes.reduce((total, node) => total + macsOf(node, network), 0);
}

/** The released rule's count plus the two products of attention, queries by keys and weights by values. */
export function macsWithAttention(network: Network): number {
  const products = network.nodes.reduce((total, {operation, shape}) => {
    const [tokens = 0] = shape;
    return operation.op === "attention" ? total + 2 * tokens * elements(shape) : total;
  }, 0);
  return countMacs(network) + products;
}

function macsOf({operation, inputs, shape}: Node, network: Network): number {
  switch (operation.op) {
    case "convolution":
    case "linear":
      return elements(shape) * elements(operation.weight.shape.slice(1));
    case "batch-norm":
    case "layer-norm":
      return 5 * elements(shape);
    case "average-pool":
      return elements(inputs.flatMap((input) => network.nodes[input]?.shape ?? []));
    default:
      return 0;
  }
}
