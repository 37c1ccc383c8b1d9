import type {Shape} from "../../../networks/network.ts";
import {channelSums, filled} from "../blocked.ts";
import type {Emission, Tensor} from "../emission.ts";
import {filledChannels, mapSizes} from "../forms.ts";
import {inputGradient} from "./convolution-input-gradient.ts";
import type {OperationOf} from "./layer.ts";

/** A convolution of each channel with its own filter, in the blocked layout. */
export function depthwiseConvolution(
  emission: Emission,
  operation: OperationOf<"convolution">,
  source: Tensor,
  shape: Shape
): Tensor {
  const {graph, block, batch} = emission;
  if (block === undefined) throw new Error("the blocked layout needs a block");
  const {kernel, stride, padding, weight, bias} = operation;
  const input = emission.in(source, "blocked");
  const [channels, height, width] = mapSizes(input.shape);
  const [, outHeight, outWidth] = mapSizes(shape);
  const all = filledChannels(channels, block);
  const taps = kernel[0] * kernel[1];

  const canonical = graph.pad(graph.reshape(emission.stored(weight), [channels, taps]), [0, 0], [all - channels, 0]);
  const turned = graph.transpose(graph.reshape(canonical, [all / block, block, taps]), [0, 2, 1]);
  const name = graph.blockedConvolution(input.name, graph.reshape(turned, [all, 1, ...kernel]), {
    kernel,
    stride,
    pads: [padding, padding, padding, padding],
    groups: all,
    bias: bias && filled(emission, emission.stored(bias), channels)
  });
  const result: Tensor = {name, form: "blocked", shape: [channels, outHeight, outWidth], learns: true};
  emission.record(result, (gradient) => {
    if (bias) emission.addParameterGradient(bias, channelSums(emission, gradient, result.shape));
    const tall = (outHeight - 1) * stride + kernel[0];
    const wide = (outWidth - 1) * stride + kernel[1];
    const [below, right] = [tall - height - padding, wide - width - padding];
    // The operator's own borders are slow, but on a small map not as slow as a padded copy.
    const copies = height * width >= taps || below < 0 || right < 0;
    const padded = copies
      ? graph.pad(graph.reshape(input.name, [-1, height, width, block]), [0, padding, padding, 0], [0, below, right, 0])
      : input.name;
    // Every pair of image and channel is a channel of its own, whose filter is the gradient as it lies in memory.
    const each = graph.blockedConvolution(
      graph.reshape(padded, [1, batch * all, ...(copies ? [tall, wide] : [height, width])]),
      graph.reshape(gradient, [batch * all, 1, outHeight, outWidth]),
      {
        kernel: [outHeight, outWidth],
        pads: copies ? [0, 0, 0, 0] : [padding, padding, below, right],
        dilation: [stride, stride],
        groups: batch * all
      }
    );
    const sums = graph.sum(graph.reshape(each, [batch, all / block, taps, block]), [0]);
    const slope = graph.reshape(graph.transpose(sums, [0, 2, 1]), [all, taps]);
    emission.addParameterGradient(weight, all === channels ? slope : graph.slice(slope, 0, 0, channels));
    if (!input.learns) return;
    inputGradient(emission, {
      operation,
      input,
      gradient,
      shape,
      filter: (indices, size) =>
        graph.reshape(graph.op("Gather", [turned, graph.integers(indices)], {axis: {int: 1}}), [all, 1, ...size]),
      groups: all
    });
  });
  return result;
}
