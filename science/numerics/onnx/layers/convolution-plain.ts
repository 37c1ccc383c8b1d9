import type {Shape} from "../../../networks/network.ts";
import type {Emission, Tensor} from "../emission.ts";
import {mapSizes} from "../forms.ts";
import type {OperationOf} from "./layer.ts";

/** A convolution of standard operators on `[n, c, h, w]`. */
export function plainConvolution(
  emission: Emission,
  operation: OperationOf<"convolution">,
  source: Tensor,
  shape: Shape
): Tensor {
  const {graph} = emission;
  const {kernel, stride, padding, groups, weight, bias} = operation;
  const input = emission.in(source, "plain");
  const [channels, height, width] = mapSizes(input.shape);
  const [outputs, outHeight, outWidth] = mapSizes(shape);
  const filter = graph.reshape(emission.stored(weight), [outputs, channels / groups, ...kernel]);
  const pads = [padding, padding, padding, padding];
  const window = {kernel_shape: kernel, strides: [stride, stride], group: {int: groups}};
  const operands = [input.name, filter, ...(bias ? [emission.stored(bias)] : [])];
  const result: Tensor = {
    name: graph.op("Conv", operands, {...window, pads}),
    form: "plain",
    shape: [outputs, outHeight, outWidth],
    learns: true
  };
  emission.record(result, (gradient) => {
    if (bias) emission.addParameterGradient(bias, graph.sum(gradient, [0, 2, 3]));
    emission.addParameterGradient(weight, weightGradient(emission, operation, input, gradient, shape));
    if (!input.learns) return;
    const uncovered = [
      height - ((outHeight - 1) * stride - 2 * padding + kernel[0]),
      width - ((outWidth - 1) * stride - 2 * padding + kernel[1])
    ];
    emission.addGradient(
      input,
      graph.op("ConvTranspose", [gradient, filter], {...window, pads, output_padding: uncovered})
    );
  });
  return result;
}

/**
 * One convolution in which the batch plays the input channels and the result's gradient the filter. Depthwise, every
 * pair of image and channel is a channel of its own.
 */
function weightGradient(
  {graph, batch}: Emission,
  {kernel, stride, padding, groups}: OperationOf<"convolution">,
  input: Tensor,
  gradient: string,
  shape: Shape
): string {
  const [channels, height, width] = mapSizes(input.shape);
  const [outputs, outHeight, outWidth] = mapSizes(shape);
  const tall = (outHeight - 1) * stride + kernel[0];
  const wide = (outWidth - 1) * stride + kernel[1];
  const padded = graph.pad(
    input.name,
    [0, 0, padding, padding],
    [0, 0, tall - height - padding, wide - width - padding]
  );
  const window = {kernel_shape: [outHeight, outWidth], dilations: [stride, stride]};
  if (groups === channels && outputs === channels) {
    const images = graph.reshape(padded, [1, batch * channels, tall, wide]);
    const filters = graph.reshape(gradient, [batch * channels, 1, outHeight, outWidth]);
    const each = graph.op("Conv", [images, filters], {...window, group: {int: batch * channels}});
    return graph.sum(graph.reshape(each, [batch, channels * kernel[0] * kernel[1]]), [0]);
  }
  const [inGroup, outGroup] = [channels / groups, outputs / groups];
  const slopes = Array.from({length: groups}, (_, i) => {
    const part = (value: string, size: number) =>
      groups === 1 ? value : graph.slice(value, 1, i * size, (i + 1) * size);
    const images = graph.transpose(part(padded, inGroup), [1, 0, 2, 3]);
    const filters = graph.transpose(part(gradient, outGroup), [1, 0, 2, 3]);
    return graph.transpose(graph.op("Conv", [images, filters], window), [1, 0, 2, 3]);
  });
  return graph.concat(slopes, 0);
}
