import type {Tensor} from "../emission.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";
import {laneNorm} from "./layer-norm-lanes.ts";

/** Layer normalisation over the channels (Ba, Kiros & Hinton 2016). */
export const layerNorm: LayerEmitter<"layer-norm"> = (emission, layer) => {
  const {graph} = emission;
  const {scale, shift, epsilon} = layer.operation;
  const source = inputOf(layer);
  const input = emission.in(source, emission.rowForm(source.shape));
  if (input.form === "lanes") return laneNorm(emission, layer.operation, input);
  const vectors = [emission.stored(scale), emission.stored(shift)];
  const [name, average, inverse] = graph.ops(
    "LayerNormalization",
    [input.name, ...vectors],
    emission.training ? 3 : 1,
    {axis: {int: -1}, epsilon: {float: epsilon}}
  );
  const result: Tensor = {name: name!, form: "last", shape: layer.shape, learns: true};
  emission.record(result, (gradient) => {
    const normal = graph.multiply(graph.subtract(input.name, average!), inverse!);
    emission.addParameterGradient(scale, graph.sum(graph.multiply(gradient, normal), [0]));
    emission.addParameterGradient(shift, graph.sum(gradient, [0]));
    if (!input.learns) return;
    const scaled = graph.multiply(gradient, vectors[0]!);
    const total = graph.mean(scaled, [1], true);
    const slope = graph.mean(graph.multiply(scaled, normal), [1], true);
    const rest = graph.subtract(graph.subtract(scaled, total), graph.multiply(normal, slope));
    emission.addGradient(input, graph.multiply(rest, inverse!));
  });
  return result;
};
