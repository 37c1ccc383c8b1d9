import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {mapSizes} from "../forms.ts";
import type {OperationOf} from "./layer.ts";
import {type LinearMap, linearMap, product} from "./linear.ts";
import {laneLinear} from "./linear-lanes.ts";

/** Whether the windows lie side by side, so that the convolution is one matrix product on patches. */
export function isPatches({kernel, stride, padding, groups}: OperationOf<"convolution">, input: Shape): boolean {
  const [, height, width] = mapSizes(input);
  return (
    kernel[0] === stride &&
    kernel[1] === stride &&
    padding === 0 &&
    groups === 1 &&
    height % stride === 0 &&
    width % stride === 0
  );
}

/** A convolution whose windows lie side by side (1x1 is the smallest): patches times weights, channels last. */
export function patchConvolution(
  emission: Emission,
  {stride, weight, bias}: OperationOf<"convolution">,
  source: Tensor,
  shape: Shape
): Tensor {
  const [channels] = mapSizes(source.shape);
  const map = linearMap(emission, weight, bias);
  const isTurned = source.form !== "plain" && stride > 1;
  const matching = isTurned ? turned(emission, map, channels, stride * stride) : map;
  const inRows = [source.shape, shape].every((each) => emission.rowForm(each) === "lanes") ? "lanes" : "last";
  const input = source.form === "plain" ? source : emission.in(source, inRows);
  if (input.form === "lanes") return laneLinear(emission, matching, fromLanes(emission, input, stride), shape);
  const patches = input.form === "plain" ? fromPlain(emission, input, stride) : fromLast(emission, input, stride);
  const {name} = product(emission, patches, matching);
  return {name, form: "last", shape, learns: true};
}

/** Patches of a channels-last map have the channel last: the matrix' columns, channel by channel, are turned to match. */
function turned({graph}: Emission, {matrix, bias, learn}: LinearMap, channels: number, pixels: number): LinearMap {
  const turn = (value: string, first: number, second: number) =>
    graph.reshape(graph.transpose(graph.reshape(value, [-1, first, second]), [0, 2, 1]), [-1, first * second]);
  return {
    matrix: turn(matrix, channels, pixels),
    bias,
    learn: (ofMatrix, ofBias) => learn(turn(ofMatrix, pixels, channels), ofBias)
  };
}

/** Patches as rows, each in the order channel, row, column. An image: no gradient. */
function fromPlain({graph}: Emission, input: Tensor, size: number): Tensor {
  const [channels, height, width] = mapSizes(input.shape);
  const rows = graph.reshape(input.name, [-1, channels, height / size, size, width / size, size]);
  const patches = graph.reshape(graph.transpose(rows, [0, 2, 4, 1, 3, 5]), [-1, channels * size * size]);
  if (input.learns) throw new Error("patches of a plain map are for images");
  return {name: patches, form: "last", shape: [channels * size * size], learns: false};
}

/** Patches as rows, each in the order row, column, channel. */
function fromLast(emission: Emission, input: Tensor, size: number): Tensor {
  if (size === 1) return input;
  const {graph} = emission;
  const [channels, , width] = mapSizes(input.shape);
  const inner = size * channels;
  const swapped = (value: string, first: number, second: number) =>
    graph.transpose(graph.reshape(value, [-1, first, second, inner]), [0, 2, 1, 3]);
  const name = graph.reshape(swapped(input.name, size, width / size), [-1, size * inner]);
  const patches: Tensor = {name, form: "last", shape: [size * inner], learns: input.learns};
  emission.record(patches, (gradient) =>
    emission.addGradient(input, graph.reshape(swapped(gradient, width / size, size), [-1, channels]))
  );
  return patches;
}

/** Patches as lanes, each in the order row, column, channel. */
function fromLanes(emission: Emission, input: Tensor, size: number): Tensor {
  if (size === 1) return input;
  const {graph, block = 1} = emission;
  const [channels, height, width] = mapSizes(input.shape);
  const filled = channels * size * size;
  const before = [channels / block, -1, size, width / size, size, block];
  const after = [size, size, channels / block, -1, width / size, block];
  const name = graph.transpose(graph.reshape(input.name, before), [2, 4, 0, 1, 3, 5]);
  const shape = [filled, height / size, width / size];
  const patches: Tensor = {...input, name: graph.reshape(name, [1, filled, 1, -1]), shape};
  emission.record(patches, (gradient) => {
    const pixels = graph.transpose(graph.reshape(gradient, after), [2, 3, 0, 4, 1, 5]);
    emission.addGradient(input, graph.reshape(pixels, [1, channels, 1, -1]));
  });
  return patches;
}
