import type {Emission, Tensor} from "../emission.ts";
import {isMap} from "../forms.ts";
import {inputOf, type LayerEmitter} from "./layer.ts";

/** A map's pixels as tokens. */
export const toTokens: LayerEmitter<"to-tokens"> = (emission, layer) => {
  const input = inputOf(layer);
  const form = input.form === "last" ? "last" : emission.rowForm(input.shape);
  return {...emission.in(input, form), shape: layer.shape};
};

/** Tokens as a map's pixels. */
export const toMap: LayerEmitter<"to-map"> = (_, layer) => ({...inputOf(layer), shape: layer.shape});

/** A learnt token before the others (ViT's class token). */
export const prependToken: LayerEmitter<"prepend-token"> = (emission, layer) => {
  const {graph} = emission;
  const {token} = layer.operation;
  const input = emission.in(inputOf(layer), "last");
  const [tokens, width] = tokenSizes(input.shape);
  const rows = graph.reshape(input.name, [-1, tokens, width]);
  const one = graph.reshape(emission.stored(token), [1, 1, width]);
  const images = graph.op("Shape", [rows], {start: {int: 0}, end: {int: 1}});
  const repeated = graph.op("Expand", [one, graph.concat([images, graph.integers([1, width])], 0)]);
  const name = graph.reshape(graph.concat([repeated, rows], 1), [-1, width]);
  const result: Tensor = {name, form: "last", shape: layer.shape, learns: true};
  emission.record(result, (gradient) => {
    const all = graph.reshape(gradient, [-1, tokens + 1, width]);
    emission.addParameterGradient(token, graph.sum(graph.slice(all, 1, 0, 1), [0]));
    emission.addGradient(input, graph.reshape(graph.slice(all, 1, 1, tokens + 1), [-1, width]));
  });
  return result;
};

/** A learnt vector added to each token. */
export const addPosition: LayerEmitter<"add-position"> = (emission, layer) => {
  const {graph} = emission;
  const {position} = layer.operation;
  const input = emission.in(inputOf(layer), "last");
  const [tokens, width] = tokenSizes(input.shape);
  const vectors = graph.reshape(emission.stored(position), [1, tokens, width]);
  const rows = graph.reshape(input.name, [-1, tokens, width]);
  const name = graph.reshape(graph.add(rows, vectors), [-1, width]);
  const result: Tensor = {name, form: "last", shape: layer.shape, learns: true};
  emission.record(result, (gradient) => {
    emission.addParameterGradient(position, graph.sum(graph.reshape(gradient, [-1, tokens, width]), [0]));
    emission.addGradient(input, gradient);
  });
  return result;
};

/** One token as a vector. */
export const selectToken: LayerEmitter<"select-token"> = (emission, layer) =>
  tokenOf(emission, inputOf(layer), layer.operation.index);

/** That token of each image, alone. */
export function tokenOf(emission: Emission, source: Tensor, index: number): Tensor {
  const {graph, block = 1} = emission;
  const input = source.form === "lanes" ? source : emission.in(source, "last");
  const [tokens, width] = tokenSizes(input.shape);
  const isLanes = input.form === "lanes";
  const axis = isLanes ? 2 : 1;
  const whole = isLanes ? [width / block, -1, tokens, block] : [-1, tokens, width];
  const around = (count: number) => whole.map((_, i) => (i === axis ? count : 0));
  const one = graph.slice(graph.reshape(input.name, whole), axis, index, index + 1);
  const inRows = isLanes ? graph.transpose(graph.reshape(one, [width / block, -1, block]), [1, 0, 2]) : one;
  const name = graph.reshape(inRows, [-1, width]);
  const result: Tensor = {name, form: "last", shape: [width], learns: input.learns};
  emission.record(result, (gradient) => {
    const rows = isLanes ? graph.transpose(graph.reshape(gradient, [-1, width / block, block]), [1, 0, 2]) : gradient;
    const alone = graph.reshape(rows, whole.with(axis, 1));
    const all = graph.pad(alone, around(index), around(tokens - 1 - index));
    emission.addGradient(input, graph.reshape(all, isLanes ? [1, width, 1, -1] : [-1, width]));
  });
  return result;
}

/** A map as one vector, channel by channel; tokens one after the other. */
export const flatten: LayerEmitter<"flatten"> = (emission, layer) => {
  const {graph} = emission;
  const source = inputOf(layer);
  const [, height = 1, width = 1] = source.shape;
  const input = isMap(source.shape) && height * width > 1 ? emission.in(source, "plain") : alone(emission, source);
  const result: Tensor = {
    name: graph.reshape(input.name, [-1, ...layer.shape]),
    form: "last",
    shape: layer.shape,
    learns: input.learns
  };
  const before = input.form === "last" ? [-1, source.shape.at(isMap(source.shape) ? 0 : -1)!] : [-1, ...source.shape];
  emission.record(result, (gradient) => emission.addGradient(input, graph.reshape(gradient, before)));
  return result;
};

/** Channels last: a map of one pixel, tokens and vectors have nothing to move. */
function alone(emission: Emission, value: Tensor): Tensor {
  return isMap(value.shape) || value.form === "lanes" ? emission.in(value, "last") : value;
}

/** @throws Error if the value is no tokens */
export function tokenSizes(shape: readonly number[]): readonly [number, number] {
  const [tokens, width] = shape;
  if (shape.length !== 2 || tokens === undefined || width === undefined)
    throw new Error(`tokens [tokens, width] are needed, not [${shape}]`);
  return [tokens, width];
}
