import type {Emission, Tensor} from "../emission.ts";
import type {Form} from "../forms.ts";
import {MICROSOFT} from "../model.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/**
 * Multi-head self-attention, `softmax(q k' / sqrt(d)) v` in each head (Vaswani et al. 2017, equation 1): of every token,
 * or of the one whose answer is wanted, as a vector.
 */
export const attention: LayerEmitter<"attention"> = (emission, layer) => {
  const {graph} = emission;
  const {heads} = layer.operation;
  const source = inputOf(layer);
  const [tokens, tripled] = source.shape;
  if (tokens === undefined || tripled === undefined) throw new Error(`attention reads tokens, not [${source.shape}]`);
  const depth = tripled / 3 / heads;
  const factor = 1 / Math.sqrt(depth);
  const input = emission.in(source, emission.rowForm([tokens, depth]));
  const asked = emission.queries.get(layer.node);
  const form = asked === undefined ? input.form : "last";

  const [allQueries, keys, values] = graph
    .ops("Split", [headsFirst(emission, input.name, input.form, 3 * heads, depth)], 3, {
      axis: {int: 0},
      num_outputs: {int: 3}
    })
    .map((part) => graph.reshape(part, [-1, tokens, depth]));
  const queries = asked === undefined ? allQueries! : graph.slice(allQueries!, 1, asked, asked + 1);
  const weights = graph.op("Softmax", [similarities(emission, queries, keys!, factor)], {axis: {int: -1}});
  const name = headsInside(emission, graph.op("MatMul", [weights, values!]), form, heads, depth);
  const result: Tensor = {name, form, shape: layer.shape, learns: input.learns};

  emission.record(result, (gradient) => {
    const fused = (a: string, b: string, attributes: Record<string, {int: number} | {float: number}>) =>
      graph.op("FusedMatMul", [a, b], attributes, MICROSOFT);
    const outputs = headsFirst(emission, gradient, form, heads, depth);
    const slopes = graph.reshape(outputs, [-1, asked === undefined ? tokens : 1, depth]);
    const valueSlopes = fused(weights, slopes, {transA: {int: 1}});
    const weighted = graph.multiply(fused(slopes, values!, {transB: {int: 1}}), weights);
    const scores = graph.subtract(weighted, graph.multiply(weights, graph.sum(weighted, [2], true)));
    const answered = fused(scores, keys!, {alpha: {float: factor}});
    const querySlopes = asked === undefined ? answered : graph.pad(answered, [0, asked, 0], [0, tokens - 1 - asked, 0]);
    const keySlopes = fused(scores, queries, {transA: {int: 1}, alpha: {float: factor}});
    const together = graph.concat([querySlopes, keySlopes, valueSlopes], 0);
    emission.addGradient(input, headsInside(emission, together, input.form, 3 * heads, depth));
  });
  return result;
};

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

function similarities({graph, training}: Emission, queries: string, keys: string, factor: number): string {
  if (training) return graph.op("FusedMatMul", [queries, keys], {transB: {int: 1}, alpha: {float: factor}}, MICROSOFT);
  return graph.op("MatMul", [graph.scale(queries, factor), graph.transpose(keys, [0, 2, 1])]);
}
