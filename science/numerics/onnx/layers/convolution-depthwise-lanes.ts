import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {mapSizes} from "../forms.ts";
import {imagesOfLanes, laneSums} from "../lanes.ts";
import type {OperationOf} from "./layer.ts";

/** Whether the convolution keeps the map's size, and the map is no smaller than the filter that goes with each of it. */
export function suitsLanes({kernel, stride, padding}: OperationOf<"convolution">, shape: Shape): boolean {
  const [, height, width] = mapSizes(shape);
  const keepsSize = stride === 1 && kernel.every((size) => size === 2 * padding + 1);
  return keepsSize && kernel[0] * kernel[1] <= height * width;
}

/** A depthwise convolution of lanes: every pair of channel and image is a channel of its own, with a filter of its own. */
export function laneDepthwise(
  emission: Emission,
  {kernel, padding, weight, bias}: OperationOf<"convolution">,
  input: Tensor
): Tensor {
  const {graph, block, batch} = emission;
  if (block === undefined) throw new Error("lanes need a block");
  const [channels, height, width] = mapSizes(input.shape);
  const blocks = channels / block;
  const all = batch * channels;
  const taps = kernel[0] * kernel[1];
  const images = (value: string) => imagesOfLanes(emission, value, channels, [height, width]);
  const lanes = (value: string) => graph.reshape(value, [1, channels, 1, -1]);
  const forEach = (value: string, size: number) =>
    graph.op("Expand", [graph.reshape(value, [blocks, 1, size]), graph.integers([blocks, batch, size])]);
  const convolved = (value: string, filter: string, more: {bias?: string | undefined; summand?: string | undefined}) =>
    graph.blockedConvolution(images(value), graph.reshape(forEach(filter, taps * block), [all, 1, ...kernel]), {
      kernel,
      pads: [padding, padding, padding, padding],
      groups: all,
      ...more
    });

  const canonical = graph.reshape(emission.stored(weight), [blocks, block, taps]);
  const filter = graph.transpose(canonical, [0, 2, 1]);
  const shift = bias && graph.reshape(forEach(emission.stored(bias), block), [all]);
  const result: Tensor = {...input, name: lanes(convolved(input.name, filter, {bias: shift})), learns: true};
  emission.record(result, (gradient) => {
    if (bias) emission.addParameterGradient(bias, laneSums(emission, gradient, channels, batch * height * width));
    const padded = graph.pad(
      graph.reshape(input.name, [-1, height, width, block]),
      [0, padding, padding, 0],
      [0, padding, padding, 0]
    );
    const each = graph.blockedConvolution(
      graph.reshape(padded, [1, all, height + 2 * padding, width + 2 * padding]),
      graph.reshape(gradient, [all, 1, height, width]),
      {kernel: [height, width], groups: all}
    );
    const sums = graph.sum(graph.reshape(each, [blocks, batch, taps, block]), [1]);
    emission.addParameterGradient(weight, graph.transpose(sums, [0, 2, 1]));
    if (!input.learns) return;
    const backward = graph.op("Gather", [filter, graph.integers([...Array(taps).keys()].reverse())], {axis: {int: 1}});
    const gathered = emission.takeGradient(input);
    const pulled = convolved(gradient, backward, {summand: gathered && images(gathered)});
    emission.addGradient(input, lanes(pulled));
  });
  return result;
}
