import type {Network, Node, Shape} from "../../networks/network.ts";
import type {Emission, Tensor} from "./emission.ts";
import type {FusedLinearNodes} from "./fuse-linears.ts";
import type {Fusion} from "./fusion.ts";
import {GELU_PART, gelu, geluOfPart, relu, sigmoid, silu} from "./layers/activations.ts";
import {add, channelScale, multiply} from "./layers/arithmetic.ts";
import {attention, projectedAttention} from "./layers/attention.ts";
import {batchNorm} from "./layers/batch-norm.ts";
import {convolution} from "./layers/convolution.ts";
import {inputOf} from "./layers/layer.ts";
import {layerNorm} from "./layers/layer-norm.ts";
import {linear} from "./layers/linear.ts";
import {dropout, stochasticDepth} from "./layers/masked.ts";
import {averagePool, maxPool} from "./layers/pooling.ts";
import {addPosition, flatten, prependToken, selectToken, toMap, toTokens} from "./layers/tokens.ts";

/**
 * Appends a network's forward operations.
 * @param image the graph's input, `[n, c, h, w]`
 * @returns each node's value; undefined for those that fusion leaves out
 */
export function emitNetwork(
  emission: Emission,
  network: Network,
  image: string,
  fusion: Fusion
): readonly (Tensor | undefined)[] {
  const values: (Tensor | undefined)[] = [];
  const emitOrSkip = (node: Node, index: number): Tensor | undefined => {
    if (fusion.skipped.has(index)) return undefined;
    const linears = fusion.linears.get(index);
    if (linears) return emitFusedLinear(linears, node.shape);
    const projection = fusion.projections.get(index);
    if (projection !== undefined) return emitProjected(node, index, projection);
    const fused = fusion.norms.get(index);
    if (!fused) return emitNode(emission, node, index, image, node.inputs.map(inputValue));
    const {operation, inputs, shape} = network.nodes[fused.norm]!;
    if (operation.op !== "batch-norm") throw new Error(`node ${fused.norm} is no batch-norm`);
    const summand = fused.summand === undefined ? {} : {summand: inputValue(fused.summand)};
    const layer = {operation, inputs: inputs.map(inputValue), shape, node: fused.norm};
    return batchNorm(emission, layer, {...summand, relu: fused.relu});
  };
  const emitFusedLinear = ({linear: index, scale, summand, gelu}: FusedLinearNodes, shape: Shape): Tensor => {
    const {operation, inputs} = network.nodes[index]!;
    const factors = scale === undefined ? undefined : network.nodes[scale]!.operation;
    if (operation.op !== "linear") throw new Error(`node ${index} is no linear layer`);
    const layer = {operation, inputs: inputs.map(inputValue), shape, node: index};
    if (gelu) return geluOfPart(emission, linear(emission, layer, {scale: GELU_PART}));
    return linear(emission, layer, {
      ...(factors?.op === "channel-scale" ? {scale: factors.scale} : {}),
      ...(summand === undefined ? {} : {summand: inputValue(summand)})
    });
  };
  const emitProjected = ({operation, shape}: Node, index: number, projection: number): Tensor => {
    const {operation: linear, inputs} = network.nodes[projection]!;
    if (operation.op !== "attention" || linear.op !== "linear") throw new Error(`node ${index} is no attention`);
    const source = inputOf({inputs: inputs.map(inputValue), node: projection});
    const layer = {operation, inputs: [], shape, node: index};
    return projectedAttention(emission, layer, {operation: linear, input: source, node: projection});
  };
  const inputValue = (index: number): Tensor => {
    const value = values[index];
    if (!value) throw new Error(`node ${index} has no value`);
    return value;
  };
  for (const [index, node] of network.nodes.entries()) values.push(emitOrSkip(node, index));
  return values;
}

function emitNode(
  emission: Emission,
  {operation, shape}: Node,
  node: number,
  image: string,
  inputs: readonly Tensor[]
): Tensor {
  switch (operation.op) {
    case "input":
      return {name: image, form: shape.length === 3 ? "plain" : "last", shape, learns: false};
    case "convolution":
      return convolution(emission, {operation, inputs, shape, node});
    case "linear":
      return linear(emission, {operation, inputs, shape, node});
    case "batch-norm":
      return batchNorm(emission, {operation, inputs, shape, node});
    case "layer-norm":
      return layerNorm(emission, {operation, inputs, shape, node});
    case "relu":
      return relu(emission, {operation, inputs, shape, node});
    case "gelu":
      return gelu(emission, {operation, inputs, shape, node});
    case "silu":
      return silu(emission, {operation, inputs, shape, node});
    case "sigmoid":
      return sigmoid(emission, {operation, inputs, shape, node});
    case "max-pool":
      return maxPool(emission, {operation, inputs, shape, node});
    case "average-pool":
      return averagePool(emission, {operation, inputs, shape, node});
    case "add":
      return add(emission, {operation, inputs, shape, node});
    case "multiply":
      return multiply(emission, {operation, inputs, shape, node});
    case "channel-scale":
      return channelScale(emission, {operation, inputs, shape, node});
    case "attention":
      return attention(emission, {operation, inputs, shape, node});
    case "to-tokens":
      return toTokens(emission, {operation, inputs, shape, node});
    case "to-map":
      return toMap(emission, {operation, inputs, shape, node});
    case "prepend-token":
      return prependToken(emission, {operation, inputs, shape, node});
    case "add-position":
      return addPosition(emission, {operation, inputs, shape, node});
    case "select-token":
      return selectToken(emission, {operation, inputs, shape, node});
    case "flatten":
      return flatten(emission, {operation, inputs, shape, node});
    case "dropout":
      return dropout(emission, {operation, inputs, shape, node});
    case "stochastic-depth":
      return stochasticDepth(emission, {operation, inputs, shape, node});
  }
}
