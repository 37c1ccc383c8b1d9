import type {Emission, Tensor} from "../emission.ts";
import type {Form} from "../forms.ts";
import type {Graph} from "../graph.ts";
import {MICROSOFT} from "../model.ts";
import {inputOf, type LayerEmitter, type LayerInput, type OperationOf} from "./layer.ts";
import {type LinearMap, linear, linearMap, product} from "./linear.ts";
import {laneLinear} from "./linear-lanes.ts";
import {tokenOf, tokenSizes} from "./tokens.ts";

/** The linear layer that makes the queries, keys and values of tokens. */
export type Projection = {operation: OperationOf<"linear">; input: Tensor; node: number};

/**
 * Multi-head self-attention, `softmax(q k' / sqrt(d)) v` in each head (Vaswani et al. 2017, equation 1): of every token,
 * or of the one whose answer is wanted, as a vector.
 */
export const attention: LayerEmitter<"attention"> = (emission, layer) =>
  answered(emission, layer, together(emission, layer));

/** Attention and the linear layer before it, whose three parts are products of their own where tokens are lanes. */
export function projectedAttention(
  emission: Emission,
  layer: LayerInput<"attention">,
  {operation, input, node}: Projection
): Tensor {
  const [tokens] = tokenSizes(input.shape);
  const tripled = operation.weight.shape[0]!;
  const depth = tripled / 3 / layer.operation.heads;
  if ([input.shape, [tokens, depth]].every((shape) => emission.rowForm(shape) === "lanes"))
    return answered(emission, layer, apart(emission, layer, operation, emission.in(input, "lanes")));
  const projected = linear(emission, {operation, inputs: [input], shape: [tokens, tripled], node});
  return attention(emission, {...layer, inputs: [projected]});
}

/** Queries, keys and values, each `[heads n, tokens, depth]`. */
type Heads = {
  parts: readonly [queries: string, keys: string, values: string];
  depth: number;
  /** Of the answers */
  form: Form;
  learns: boolean;
  /** Takes the gradients of the parts */
  learn(slopes: readonly [string, string, string]): void;
};

function answered(emission: Emission, {operation: {heads}, shape}: LayerInput<"attention">, given: Heads): Tensor {
  const {graph, training} = emission;
  const [queries, keys, values] = given.parts;
  const {depth, form} = given;
  const factor = 1 / Math.sqrt(depth);
  const fused = (a: string, b: string, attributes: Record<string, {int: number} | {float: number}>) =>
    graph.op("FusedMatMul", [a, b], attributes, MICROSOFT);
  const similarities = training
    ? fused(queries, keys, {transB: {int: 1}, alpha: {float: factor}})
    : graph.op("MatMul", [graph.scale(queries, factor), graph.transpose(keys, [0, 2, 1])]);
  const weights = graph.op("Softmax", [similarities], {axis: {int: -1}});
  const name = headsInside(emission, graph.op("MatMul", [weights, values]), form, heads, depth);
  const result: Tensor = {name, form, shape, learns: given.learns};

  emission.record(result, (gradient) => {
    const [tokens] = shape.length === 1 ? [1] : shape;
    const ofAnswers = graph.reshape(headsFirst(emission, gradient, form, heads, depth), [-1, tokens!, depth]);
    const weighted = graph.multiply(fused(ofAnswers, values, {transB: {int: 1}}), weights);
    const scores = graph.subtract(weighted, graph.multiply(weights, graph.sum(weighted, [2], true)));
    given.learn([
      fused(scores, keys, {alpha: {float: factor}}),
      fused(scores, queries, {transA: {int: 1}, alpha: {float: factor}}),
      fused(weights, ofAnswers, {transA: {int: 1}})
    ]);
  });
  return result;
}

/** The parts of tokens that hold all three, one after the other. */
function together(emission: Emission, layer: LayerInput<"attention">): Heads {
  const {graph} = emission;
  const {heads} = layer.operation;
  const source = inputOf(layer);
  const [tokens, tripled] = tokenSizes(source.shape);
  const depth = tripled / 3 / heads;
  const input = emission.in(source, emission.rowForm([tokens, depth]));
  const [queries, keys, values] = graph
    .ops("Split", [headsFirst(emission, input.name, input.form, 3 * heads, depth)], 3, {
      axis: {int: 0},
      num_outputs: {int: 3}
    })
    .map((part) => graph.reshape(part, [-1, tokens, depth]));
  const asked = emission.queries.get(layer.node);
  return {
    parts: [asked === undefined ? queries! : graph.slice(queries!, 1, asked, asked + 1), keys!, values!],
    depth,
    form: asked === undefined ? input.form : "last",
    learns: input.learns,
    learn([ofQueries, ...others]) {
      const ofAll = asked === undefined ? ofQueries : graph.pad(ofQueries, [0, asked, 0], [0, tokens - 1 - asked, 0]);
      const slopes = graph.concat([ofAll, ...others], 0);
      emission.addGradient(input, headsInside(emission, slopes, input.form, 3 * heads, depth));
    }
  };
}

/** The parts, each by a product of its own; the query of one token is a product of that token. */
function apart(
  emission: Emission,
  layer: LayerInput<"attention">,
  {weight, bias}: OperationOf<"linear">,
  input: Tensor
): Heads {
  const {graph} = emission;
  const {heads} = layer.operation;
  const [tokens] = tokenSizes(input.shape);
  const [ofQueries, ofKeys, ofValues] = thirds(graph, linearMap(emission, weight, bias), weight.shape);
  const width = weight.shape[0]! / 3;
  const depth = width / heads;
  const whole = (map: LinearMap) => laneLinear(emission, map, input, [tokens, width]);
  const asked = emission.queries.get(layer.node);
  const queries =
    asked === undefined ? whole(ofQueries) : product(emission, tokenOf(emission, input, asked), ofQueries, [width]);
  const tensors = [queries, whole(ofKeys), whole(ofValues)] as const;
  const inHeads = ({name, form, shape}: Tensor) =>
    graph.reshape(headsFirst(emission, name, form, heads, depth), [-1, shape.length === 1 ? 1 : tokens, depth]);
  return {
    parts: [inHeads(tensors[0]), inHeads(tensors[1]), inHeads(tensors[2])],
    depth,
    form: queries.form,
    learns: true,
    learn(slopes) {
      for (const [i, tensor] of tensors.entries())
        emission.addGradient(tensor, headsInside(emission, slopes[i]!, tensor.form, heads, depth));
    }
  };
}

/** A map cut into three along its outputs, which learns when the last of them has. */
function thirds(graph: Graph, map: LinearMap, [outs = 0]: readonly number[]): [LinearMap, LinearMap, LinearMap] {
  const cut = (value: string) => graph.ops("Split", [value], 3, {axis: {int: 0}, num_outputs: {int: 3}});
  const matrices = cut(map.matrix);
  const biases = map.bias === undefined ? [] : cut(map.bias);
  const ofMatrices: string[] = [];
  const ofBiases: (() => string)[] = [];
  const third = (place: number): LinearMap => ({
    matrix: matrices[place]!,
    bias: biases[place],
    learn(ofMatrix, ofBias) {
      ofMatrices[place] = graph.reshape(ofMatrix, [outs / 3, -1]);
      ofBiases[place] = ofBias;
      if ([0, 1, 2].every((each) => ofMatrices[each] !== undefined))
        map.learn(graph.concat(ofMatrices, 0), () =>
          graph.concat(
            ofBiases.map((bias) => bias()),
            0
          )
        );
    }
  });
  return [third(0), third(1), third(2)];
}

/** Tokens whose width is `heads x depth`, as `[heads, n tokens, depth]`. */
function headsFirst({graph}: Emission, value: string, form: Form, heads: number, depth: number): string {
  if (form !== "lanes") return graph.transpose(graph.reshape(value, [-1, heads, depth]), [1, 0, 2]);
  return graph.fromBlocked(graph.reshape(value, [heads, depth, 1, -1]), depth);
}

/** The inverse of `headsFirst`. */
function headsInside({graph}: Emission, value: string, form: Form, heads: number, depth: number): string {
  if (form !== "lanes")
    return graph.reshape(graph.transpose(graph.reshape(value, [heads, -1, depth]), [1, 0, 2]), [-1, heads * depth]);
  return graph.reshape(graph.toBlocked(graph.reshape(value, [heads, 1, -1, depth])), [1, heads * depth, 1, -1]);
}
