import type {Parameter, Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {inputOf, type LayerInput} from "./layer.ts";
import {laneLinear} from "./linear-lanes.ts";

/** What a linear layer computes beside its product. */
export type FusedLinear = {
  /** One factor for all of its outputs, or one for each */
  scale?: number | Parameter;
  /** Added to the result */
  summand?: Tensor;
};

/** `y = x W' + b` on the last axis. */
export function linear(emission: Emission, layer: LayerInput<"linear">, {scale, summand}: FusedLinear = {}): Tensor {
  const {graph} = emission;
  const map = linearMap(emission, layer.operation.weight, layer.operation.bias, scale);
  const source = inputOf(layer);
  const lanes = [source.shape, layer.shape].every((shape) => emission.rowForm(shape) === "lanes");
  const input = emission.in(source, lanes ? "lanes" : "last");
  const added = summand && emission.in(summand, lanes ? "lanes" : "last");
  if (lanes) return laneLinear(emission, map, input, layer.shape, added);
  const {name} = product(emission, input, map);
  const whole: Tensor = {name, form: "last", shape: layer.shape, learns: true};
  if (!added) return whole;
  const result: Tensor = {...whole, name: graph.add(name, added.name)};
  emission.record(result, (gradient) => {
    emission.addGradient(whole, gradient);
    emission.addGradient(added, gradient);
  });
  return result;
}

/** A parameter read as a matrix `[out, in]`, a bias perhaps, and where their gradients go. */
export type LinearMap = {
  matrix: string;
  bias: string | undefined;
  /** @param ofBias computes the bias's gradient; not called where there is none */
  learn(ofMatrix: string, ofBias: () => string): void;
};

/** @param scale factors of the outputs, which matrix and bias take in: rows need not be multiplied */
export function linearMap(
  emission: Emission,
  weight: Parameter,
  bias: Parameter | undefined,
  scale: number | Parameter = 1
): LinearMap {
  const {graph} = emission;
  const [outs = 0, ...rest] = weight.shape;
  const matrix = graph.reshape(emission.stored(weight), [outs, rest.reduce((product, size) => product * size, 1)]);
  const shift = bias && emission.stored(bias);
  if (typeof scale === "number")
    return {
      matrix: graph.scale(matrix, scale),
      bias: shift && graph.scale(shift, scale),
      learn(ofMatrix, ofBias) {
        emission.addParameterGradient(weight, graph.scale(ofMatrix, scale));
        if (bias) emission.addParameterGradient(bias, graph.scale(ofBias(), scale));
      }
    };
  const factors = graph.reshape(emission.stored(scale), [outs]);
  const column = graph.reshape(factors, [outs, 1]);
  return {
    matrix: graph.multiply(matrix, column),
    bias: shift && graph.multiply(shift, factors),
    learn(ofMatrix, ofBias) {
      emission.addParameterGradient(weight, graph.multiply(ofMatrix, column));
      emission.addParameterGradient(scale, graph.sum(graph.multiply(ofMatrix, matrix), [1]));
      if (!bias || !shift) return;
      const slope = ofBias();
      emission.addParameterGradient(bias, graph.multiply(slope, factors));
      emission.addParameterGradient(scale, graph.multiply(slope, shift));
    }
  };
}

/** Rows times a matrix. */
export function product(
  emission: Emission,
  input: Tensor,
  {matrix, bias, learn}: LinearMap,
  shape: Shape = input.shape
): Tensor {
  const {graph} = emission;
  const operands = [input.name, matrix, ...(bias === undefined ? [] : [bias])];
  const result: Tensor = {
    name: graph.op("Gemm", operands, {transB: {int: 1}}),
    form: "last",
    shape,
    learns: true
  };
  emission.record(result, (gradient) => {
    learn(graph.matrixProduct(gradient, input.name, {transposeA: true}), () => graph.sum(gradient, [0]));
    if (!input.learns) return;
    emission.addGradient(input, graph.matrixProduct(gradient, matrix));
  });
  return result;
}
