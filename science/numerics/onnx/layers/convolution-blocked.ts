import type {Shape} from "../../../networks/network.ts";
import {channelSums, filled} from "../blocked.ts";
import type {Emission, Tensor} from "../emission.ts";
import {converted, filledChannels, mapSizes} from "../forms.ts";
import {inputGradient} from "./convolution-input-gradient.ts";
import type {OperationOf} from "./layer.ts";

/** A convolution of one group in the blocked layout. An image of fewer channels than a block is read as it is. */
export function blockedConvolution(
  emission: Emission,
  operation: OperationOf<"convolution">,
  source: Tensor,
  shape: Shape
): Tensor {
  const {graph} = emission;
  const block = blockOf(emission);
  const {kernel, stride, padding, weight, bias} = operation;
  const [channels] = mapSizes(source.shape);
  const isImage = !source.learns && source.form === "plain" && channels < block;
  const input = isImage ? source : emission.in(source, "blocked");
  const [outputs, height, width] = mapSizes(shape);
  const taps = kernel[0] * kernel[1];
  const ins = isImage ? channels : filledChannels(channels, block);
  const outs = filledChannels(outputs, block);

  const canonical = graph.pad(
    graph.reshape(emission.stored(weight), [outputs, channels, taps]),
    [0, 0, 0],
    [outs - outputs, ins - channels, 0]
  );
  // [out, in, tap] -> [out / block, in / block, tap, in's block, out's block], as two batches of simple transpositions
  const inner = isImage ? ins : block;
  const tapsFirst =
    taps === 1 || isImage ? canonical : graph.transpose(graph.reshape(canonical, [-1, inner, taps]), [0, 2, 1]);
  const turned = graph.transpose(graph.reshape(tapsFirst, [outs / block, block, ins * taps]), [0, 2, 1]);
  const filter = graph.reshape(turned, [outs, ins, ...kernel]);
  const name = graph.blockedConvolution(input.name, filter, {
    kernel,
    stride,
    pads: [padding, padding, padding, padding],
    bias: bias && filled(emission, emission.stored(bias), outputs)
  });
  const result: Tensor = {name, form: "blocked", shape: [outputs, height, width], learns: true};
  emission.record(result, (gradient) => {
    if (bias) emission.addParameterGradient(bias, channelSums(emission, gradient, result.shape));
    emission.addParameterGradient(weight, weightGradient(emission, operation, input, gradient, shape));
    if (!input.learns) return;
    // [out / block, in / block, tap, in's block, out's block] with in and out changing places
    const swapped = graph.transpose(graph.reshape(filter, [-1, block, block]), [0, 2, 1]);
    const backward = graph.transpose(
      graph.reshape(swapped, [outs / block, ins / block, taps * block * block]),
      [1, 0, 2]
    );
    const taken = (indices: readonly number[]) =>
      graph.op("Gather", [graph.reshape(backward, [-1, taps, block * block]), graph.integers(indices)], {
        axis: {int: 1}
      });
    inputGradient(emission, {
      operation,
      input,
      gradient,
      shape,
      filter: (indices, size) => graph.reshape(taken(indices), [ins, outs, ...size]),
      groups: 1
    });
  });
  return result;
}

/**
 * One convolution in which the batch plays the input channels, the result's gradient the filter, and the inner channel
 * lies along the width: its `tap rows x (tap columns, channels)` results keep the kernel's registers full.
 */
function weightGradient(
  emission: Emission,
  {kernel, stride, padding}: OperationOf<"convolution">,
  input: Tensor,
  gradient: string,
  shape: Shape
): string {
  const {graph} = emission;
  const block = blockOf(emission);
  const [channels, height, width] = mapSizes(input.shape);
  const [outputs, outHeight, outWidth] = mapSizes(shape);
  const outs = filledChannels(outputs, block);
  const isImage = input.form === "plain";
  const inner = isImage ? channels : block;
  const blocks = isImage ? 1 : filledChannels(channels, block) / block;
  const images = filledChannels(emission.batch, block);
  const missing = images - emission.batch;
  const tall = (outHeight - 1) * stride + kernel[0];
  const wide = (outWidth - 1) * stride + kernel[1];
  const taps = kernel[0] * kernel[1];

  const rows = isImage ? converted(emission, input.name, input.shape, "plain", "last") : input.name;
  // Padded before the operator: its own borders are three times slower.
  let source = graph.pad(
    graph.reshape(rows, [-1, blocks, height, width, inner]),
    [0, 0, padding, padding, 0],
    [missing, 0, tall - height - padding, wide - width - padding, 0]
  );
  const pixels = tall * wide * inner;
  // [n, blocks, pixel] -> [blocks, n / block, pixel, n's block]: big chunks first, then a batched swap
  if (blocks > 1) source = graph.transpose(graph.reshape(source, [-1, blocks, pixels]), [1, 0, 2]);
  source = graph.transpose(graph.reshape(source, [-1, block, pixels]), [0, 2, 1]);
  source = graph.reshape(source, [blocks, images, tall, wide * inner]);

  const slopes = graph.pad(
    graph.reshape(gradient, [-1, outs / block, outHeight * outWidth, block]),
    [0, 0, 0, 0],
    [missing, 0, 0, 0]
  );
  const filter = graph.transpose(
    graph.reshape(slopes, [images / block, block, outs / block, outHeight * outWidth, block]),
    [2, 0, 3, 1, 4]
  );
  const result = graph.blockedConvolution(source, graph.reshape(filter, [outs, images, outHeight, outWidth]), {
    kernel: [outHeight, outWidth],
    dilation: [stride, stride * inner]
  });
  // [in blocks, out blocks, tap, inner, block] -> [out, in, tap]
  const outsFirst = graph.transpose(graph.reshape(result, [-1, taps * inner, block]), [0, 2, 1]);
  const tapsLast = graph.transpose(graph.reshape(outsFirst, [-1, taps, inner]), [0, 2, 1]);
  const ordered =
    blocks === 1 ? tapsLast : graph.transpose(graph.reshape(tapsLast, [blocks, outs, inner * taps]), [1, 0, 2]);
  const all = graph.reshape(ordered, [outs, blocks * inner, taps]);
  const some = outs === outputs ? all : graph.slice(all, 0, 0, outputs);
  return blocks * inner === channels ? some : graph.slice(some, 1, 0, channels);
}

function blockOf({block}: Emission): number {
  if (block === undefined) throw new Error("the blocked layout needs a block");
  return block;
}
