import type {Emission, Tensor} from "../emission.ts";
import {type Entrywise, entriesOf, entrywise} from "../entrywise.ts";
import type {Graph} from "../graph.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

export const relu: LayerEmitter<"relu"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const result: Tensor = {...input, name: graph.op("Relu", [input.name])};
  emission.record(result, (gradient) => emission.addGradient(input, throughRelu(graph, gradient, result.name)));
  return result;
};

/**
 * The gradient where the rectifier's result is above zero. `min(1, max(0, 1e38 y))` is 1 there, by one pass that is
 * faster than a comparison and a choice.
 */
export function throughRelu(graph: Graph, gradient: string, result: string): string {
  const isActive = graph.op("HardSigmoid", [result], {alpha: {float: 1e38}, beta: {float: 0}});
  return graph.multiply(gradient, isActive);
}

/** `x Phi(x)`, Phi the normal distribution function (Hendrycks & Gimpel 2016). */
export const gelu: LayerEmitter<"gelu"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  if (!emission.training) return {...input, name: graph.op("Gelu", [input.name])};
  const part: Tensor = {...input, name: graph.scale(input.name, GELU_PART)};
  emission.record(part, (gradient) => emission.addGradient(input, graph.scale(gradient, GELU_PART)));
  return geluOfPart(emission, part);
};

/** The factor of the `part` of x from which GELU is computed. */
export const GELU_PART = Math.SQRT1_2;

/** GELU of x, given s = x / sqrt(2). With h = (1 + erf(s)) / sqrt(2): y = s h, and dy / ds = h + sqrt(2 / pi) s / exp(s^2). */
export function geluOfPart(emission: Emission, part: Tensor): Tensor {
  return withSlope(emission, part, ({graph, affine}, s) => {
    const half = affine(graph.op("Erf", [s]), {scale: Math.SQRT1_2, shift: Math.SQRT1_2});
    const ratio = graph.op("Div", [s, graph.op("Exp", [graph.multiply(s, s)])]);
    return [graph.multiply(s, half), affine(ratio, {scale: Math.sqrt(2 / Math.PI), summand: half})];
  });
}

/** `x sigmoid(x)`. */
export const silu: LayerEmitter<"silu"> = (emission, layer) => {
  const input = inputOf(layer);
  const gated = (graph: Graph, x: string) => {
    const gate = graph.op("Sigmoid", [x]);
    return {gate, y: graph.multiply(x, gate)};
  };
  if (!emission.training) return {...input, name: gated(emission.graph, input.name).y};
  return withSlope(emission, input, ({graph}, x) => {
    const {gate, y} = gated(graph, x);
    // s + x s (1 - s) = s + y (1 - s) = y + s (1 - y)
    return [y, graph.add(y, graph.multiply(gate, graph.subtract(graph.scalar(1), y)))];
  });
};

/**
 * A function of each entry whose slope is computed with it, while its parts are at hand.
 * @param compute gives the function's value and its slope
 */
function withSlope(
  emission: Emission,
  input: Tensor,
  compute: (entries: Entrywise, x: string) => readonly [string, string]
): Tensor {
  const {graph} = emission;
  const shape = graph.op("Shape", [input.name]);
  const [y, slope] = entrywise(emission, entriesOf(emission, input), [input.name], (entries, [x]) =>
    compute(entries, x!)
  ).map((value) => graph.op("Reshape", [value, shape]));
  const result: Tensor = {...input, name: y!};
  emission.record(result, (gradient) => emission.addGradient(input, graph.multiply(gradient, slope!)));
  return result;
}

export const sigmoid: LayerEmitter<"sigmoid"> = (emission, layer) => {
  const {graph} = emission;
  const input = inputOf(layer);
  const result: Tensor = {...input, name: graph.op("Sigmoid", [input.name])};
  emission.record(result, (gradient) => {
    const slope = graph.multiply(result.name, graph.subtract(graph.scalar(1), result.name));
    emission.addGradient(input, graph.multiply(gradient, slope));
  });
  return result;
};
