import type {Tensor} from "../emission.ts";
import {filledChannels, mapSizes} from "../forms.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** The sum of two values of one shape: in lanes if one of them is, else in the first one's form. */
export const add: LayerEmitter<"add"> = (emission, layer) => {
  const form = layer.inputs.some((input) => input.form === "lanes") ? "lanes" : inputOf(layer).form;
  const first = emission.in(inputOf(layer, 0), form);
  const second = emission.in(inputOf(layer, 1), form);
  const name = emission.graph.add(first.name, second.name);
  const result: Tensor = {...first, name, learns: first.learns || second.learns};
  emission.record(result, (gradient) => {
    emission.addGradient(first, gradient);
    emission.addGradient(second, gradient);
  });
  return result;
};

/** A map times one gate an image and channel. */
export const multiply: LayerEmitter<"multiply"> = (emission, layer) => {
  const {graph, block} = emission;
  const [a, b] = [inputOf(layer, 0), inputOf(layer, 1)];
  const [, height, width] = mapSizes(a.shape);
  const isGate = ({shape}: Tensor) => shape[1] === 1 && shape[2] === 1;
  const [source, gate] = isGate(b) || height * width > 1 ? [a, b] : [b, a];
  const map =
    source.form === "last" || source.form === "lanes"
      ? emission.in(source, block === undefined ? "plain" : "blocked")
      : source;
  const factor = emission.in(gate, map.form);
  const [channels, rows, columns] = mapSizes(map.shape);
  const all = map.form === "blocked" ? filledChannels(channels, block ?? 1) : channels;
  const inner = map.form === "blocked" ? (block ?? 1) : 1;
  const split = (value: string, pixels: number) => graph.reshape(value, [-1, all / inner, pixels, inner]);
  const whole = (value: string) => graph.reshape(value, [-1, all, rows, columns]);
  const [values, factors] = [split(map.name, rows * columns), split(factor.name, 1)];
  const result: Tensor = {
    ...map,
    name: whole(graph.multiply(values, factors)),
    learns: map.learns || factor.learns
  };
  emission.record(result, (gradient) => {
    const slopes = split(gradient, rows * columns);
    emission.addGradient(map, whole(graph.multiply(slopes, factors)));
    const sums = graph.sum(graph.multiply(slopes, values), [2]);
    emission.addGradient(factor, graph.reshape(sums, [-1, all, 1, 1]));
  });
  return result;
};

/** One learnt factor a channel (LayerScale: Touvron et al. 2021). */
export const channelScale: LayerEmitter<"channel-scale"> = (emission, layer) => {
  const {graph} = emission;
  const {scale} = layer.operation;
  const input = emission.in(inputOf(layer), "last");
  const factors = graph.reshape(emission.stored(scale), [-1]);
  const result: Tensor = {...input, name: graph.multiply(input.name, factors), learns: true};
  emission.record(result, (gradient) => {
    emission.addGradient(input, graph.multiply(gradient, factors));
    emission.addParameterGradient(scale, graph.sum(graph.multiply(gradient, input.name), [0]));
  });
  return result;
};
