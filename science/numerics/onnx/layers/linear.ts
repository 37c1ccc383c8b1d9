import type {Parameter} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";
import {laneLinear} from "./linear-lanes.ts";

/** `y = x W' + b` on the last axis. */
export const linear: LayerEmitter<"linear"> = (emission, layer) => {
  const {weight, bias} = layer.operation;
  const input = inputOf(layer);
  const [rows, columns] = weight.shape;
  if (rows === undefined || columns === undefined) throw new Error(`${weight.name} is no matrix`);
  const lanes = emission.hidden.has(layer.node);
  if (lanes || input.form === "lanes") return laneLinear(emission, layer.operation, input, {shape: layer.shape, lanes});
  const {name} = product(emission, input, {parameter: weight, rows, columns}, bias);
  return {name, form: "last", shape: layer.shape, learns: true};
};

type WeightMatrix = {parameter: Parameter; rows: number; columns: number};

/**
 * Rows times a parameter read as the matrix `rows x columns`.
 * @param turned the parameter's columns are `channels x pixels`, the input's `pixels x channels`
 */
export function product(
  emission: Emission,
  input: Tensor,
  {parameter, rows, columns}: WeightMatrix,
  bias: Parameter | undefined,
  turned?: {channels: number; pixels: number}
): Tensor {
  const {graph} = emission;
  const turn = (value: string, first: number, second: number) =>
    graph.reshape(graph.transpose(graph.reshape(value, [rows, first, second]), [0, 2, 1]), [rows, columns]);
  const canonical = graph.reshape(emission.stored(parameter), [rows, columns]);
  const weights = turned ? turn(canonical, turned.channels, turned.pixels) : canonical;
  const operands = [input.name, weights, ...(bias ? [emission.stored(bias)] : [])];
  const name = graph.op("Gemm", operands, {transB: {int: 1}});
  const result: Tensor = {name, form: "last", shape: [rows], learns: true};
  emission.record(result, (gradient) => {
    const slope = graph.matrixProduct(gradient, input.name, {transposeA: true});
    emission.addParameterGradient(parameter, turned ? turn(slope, turned.pixels, turned.channels) : slope);
    if (bias) emission.addParameterGradient(bias, graph.sum(gradient, [0]));
    if (!input.learns) return;
    const scaled = graph.scale(weights, emission.gradientFactor(input));
    emission.addGradient(input, graph.matrixProduct(gradient, scaled), true);
  });
  return result;
}
