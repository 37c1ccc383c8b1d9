import type {Tensor} from "../emission.ts";
import {channelsOf, isMap} from "../forms.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** Elements times their mask (Srivastava et al. 2014); nothing outside training. */
export const dropout: LayerEmitter<"dropout"> = (emission, layer) => {
  const {graph} = emission;
  const mask = emission.mask(layer.node);
  const source = inputOf(layer);
  if (mask === undefined) return source;
  const input = emission.in(source, isMap(source.shape) ? "plain" : "last");
  const factors = input.form === "plain" ? mask : graph.reshape(mask, [-1, input.shape.at(-1)!]);
  const result: Tensor = {...input, name: graph.multiply(input.name, factors)};
  emission.record(result, (gradient) => emission.addGradient(input, graph.multiply(gradient, factors)));
  return result;
};

/** Whole images times their mask (Huang et al. 2016); nothing outside training. */
export const stochasticDepth: LayerEmitter<"stochastic-depth"> = (emission, layer) => {
  const {graph, batch} = emission;
  const mask = emission.mask(layer.node);
  const input = inputOf(layer);
  if (mask === undefined) return input;
  const blocks = input.form === "lanes" ? channelsOf(input.shape) / (emission.block ?? 1) : 1;
  const factors = graph.reshape(mask, [1, batch, 1]);
  const masked = (value: string) => {
    const images = graph.multiply(graph.reshape(value, [blocks, batch, -1]), factors);
    return graph.op("Reshape", [images, graph.op("Shape", [value])]);
  };
  const result: Tensor = {...input, name: masked(input.name)};
  emission.record(result, (gradient) => emission.addGradient(input, masked(gradient)));
  return result;
};
