import {z} from "zod";
import {NetworkBuilder, type Value} from "./builder.ts";
import {classifierSchema, count, stemSchema} from "./classifier.ts";
import {kaimingFanOut, uniformFanIn} from "./initialisation.ts";
import type {Network} from "./network.ts";

/** CORnet-S (Kubilius et al. 2019): areas that run several steps with the same weights, a BatchNorm for each step. */
export const cornetSSchema = classifierSchema.extend({
  family: z.literal("cornet-s"),
  /** Channels of V1; V2, V4 and IT double them */
  width: count.default(64),
  /** Steps of V2, V4 and IT */
  steps: z.tuple([count, count, count]).default([2, 4, 2]),
  /** How much wider a block is inside */
  expansion: count.default(4),
  stem: stemSchema
});

export type CornetSSpec = z.output<typeof cornetSSchema>;

export function buildCornetS(spec: CornetSSpec, name: string): Network {
  const {width, expansion} = spec;
  const net = new NetworkBuilder();
  let x = net.input([3, spec.size, spec.size]);
  x = appendV1(net, x, spec);
  for (const [index, area] of ["V2", "V4", "IT"].entries()) {
    const channels = width * 2 ** (index + 1);
    x = appendArea(net, area, x, {channels, expansion, steps: spec.steps[index] ?? 1});
  }
  x = net.layer("decoder.flatten", net.flatten(net.averagePool("decoder.avgpool", x)));
  x = net.linear("decoder.linear", x, spec.classes, uniformFanIn);
  net.layer("decoder", net.layer("decoder.output", x));
  return net.build(name, "CORnet-S");
}

function appendV1(net: NetworkBuilder, input: Value, {width, stem}: CornetSSpec): Value {
  const unit = (index: 1 | 2, x: Value, shape: {kernel: number; stride?: number}) => {
    const options = {channels: width, ...shape, initialisation: kaimingFanOut};
    const normed = net.batchNorm(`V1.norm${index}`, net.convolution(`V1.conv${index}`, x, options));
    return net.activation(`V1.nonlin${index}`, normed, "relu", {inPlace: true});
  };
  let x = unit(1, input, stem === "small" ? {kernel: 3} : {kernel: 7, stride: 2});
  if (stem === "imagenet") x = net.maxPool("V1.pool", x, {kernel: 3, stride: 2, padding: 1});
  return net.layer("V1", net.layer("V1.output", unit(2, x, {kernel: 3})));
}

type AreaOptions = {channels: number; expansion: number; steps: number};

function appendArea(net: NetworkBuilder, area: string, input: Value, {channels, expansion, steps}: AreaOptions): Value {
  const convolve = (layer: string, x: Value, outputs: number, kernel: number, stride = 1) =>
    net.convolution(`${area}.${layer}`, x, {channels: outputs, kernel, stride, initialisation: kaimingFanOut});
  const activate = (index: number, x: Value) => net.activation(`${area}.nonlin${index}`, x, "relu", {inPlace: true});
  let x = convolve("conv_input", input, channels, 1);
  for (let step = 0; step < steps; step++) {
    const stride = step === 0 ? 2 : 1;
    const skip = step === 0 ? net.batchNorm(`${area}.norm_skip`, convolve("skip", x, channels, 1, stride)) : x;
    x = convolve("conv1", x, channels * expansion, 1);
    x = activate(1, net.batchNorm(`${area}.norm1_${step}`, x));
    x = convolve("conv2", x, channels * expansion, 3, stride);
    x = activate(2, net.batchNorm(`${area}.norm2_${step}`, x));
    x = net.batchNorm(`${area}.norm3_${step}`, convolve("conv3", x, channels, 1));
    x = activate(3, net.add(x, skip, {inPlace: true}));
  }
  return net.layer(area, net.layer(`${area}.output`, x));
}
