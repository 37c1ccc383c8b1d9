import type {Emission, Tensor} from "../emission.ts";
import {MICROSOFT} from "../model.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** Multi-head self-attention, `softmax(q k' / sqrt(d)) v` in each head (Vaswani et al. 2017, equation 1). */
export const attention: LayerEmitter<"attention"> = (emission, layer) => {
  const {graph, batch} = emission;
  const {heads} = layer.operation;
  const input = inputOf(layer);
  const [tokens, width] = layer.shape;
  if (tokens === undefined || width === undefined) throw new Error(`attention gives tokens, not [${layer.shape}]`);
  const depth = width / heads;
  const factor = 1 / Math.sqrt(depth);
  const lanes = input.form === "lanes";
  const block = emission.block ?? 1;
  const split = lanes
    ? // [(q, k, v), head, depth block, n, token, lane] -> [(q, k, v), n, head, token, depth]
      graph.transpose(graph.reshape(input.name, [3, heads, depth / block, batch, tokens, block]), [0, 3, 1, 4, 2, 5])
    : // [n, token, (q, k, v), head, depth] -> [(q, k, v), n, head, token, depth]
      graph.transpose(graph.reshape(input.name, [-1, tokens, 3, heads, depth]), [2, 0, 3, 1, 4]);
  const [queries, keys, values] = graph
    .ops("Split", [split], 3, {axis: {int: 0}, num_outputs: {int: 3}})
    .map((part) => graph.reshape(part, [-1, tokens, depth]));
  const weights = graph.op("Softmax", [similarities(emission, queries!, keys!, factor)], {axis: {int: -1}});
  const headsFirst = graph.reshape(graph.op("MatMul", [weights, values!]), [-1, heads, tokens, depth]);
  const name = graph.reshape(graph.transpose(headsFirst, [0, 2, 1, 3]), [-1, width]);
  const result: Tensor = {name, form: "last", shape: layer.shape, learns: input.learns};

  emission.record(result, (gradient) => {
    const fused = (a: string, b: string, attributes: Record<string, {int: number} | {float: number}>) =>
      graph.op("FusedMatMul", [a, b], attributes, MICROSOFT);
    const outputs = graph.reshape(graph.transpose(graph.reshape(gradient, [-1, tokens, heads, depth]), [0, 2, 1, 3]), [
      -1,
      tokens,
      depth
    ]);
    const valueSlopes = fused(weights, outputs, {transA: {int: 1}});
    const weighted = graph.multiply(fused(outputs, values!, {transB: {int: 1}}), weights);
    const scores = graph.subtract(weighted, graph.multiply(weights, graph.sum(weighted, [2], true)));
    const querySlopes = fused(scores, keys!, {alpha: {float: factor}});
    const keySlopes = fused(scores, queries!, {transA: {int: 1}, alpha: {float: factor}});
    const parts = [querySlopes, keySlopes, valueSlopes];
    if (lanes) {
      const turned = parts.map((part) =>
        graph.transpose(graph.reshape(part, [batch, heads, tokens, depth / block, block]), [1, 3, 0, 2, 4])
      );
      emission.addGradient(input, graph.reshape(graph.concat(turned, 0), [1, 3 * width, 1, batch * tokens]));
      return;
    }
    const shaped = parts.map((part) => graph.reshape(part, [1, batch, heads, tokens, depth]));
    const together = graph.transpose(graph.concat(shaped, 0), [1, 3, 0, 2, 4]);
    emission.addGradient(input, graph.reshape(together, [-1, 3 * width]));
  });
  return result;
};

function similarities({graph, training}: Emission, queries: string, keys: string, factor: number): string {
  if (training) return graph.op("FusedMatMul", [queries, keys], {transB: {int: 1}, alpha: {float: factor}}, MICROSOFT);
  return graph.op("MatMul", [graph.scale(queries, factor), graph.transpose(keys, [0, 2, 1])]);
}
