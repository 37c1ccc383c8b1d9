import {z} from "zod";
import {NetworkBuilder, type Value} from "./builder.ts";
import {classifierSchema, count, stemSchema} from "./classifier.ts";
import {kaimingFanOut, uniformFanIn} from "./initialisation.ts";
import type {Network} from "./network.ts";

const blocksOfDepth = {
  18: {block: "basic", blocks: [2, 2, 2, 2]},
  34: {block: "basic", blocks: [3, 4, 6, 3]},
  50: {block: "bottleneck", blocks: [3, 4, 6, 3]},
  101: {block: "bottleneck", blocks: [3, 4, 23, 3]},
  152: {block: "bottleneck", blocks: [3, 8, 36, 3]}
} as const;

/** Residual networks (He et al. 2016) as torchvision has them, and the study's variants in width and depth. */
export const resnetSchema = classifierSchema.extend({
  family: z.literal("resnet"),
  /** The published depths; `blocks` says it otherwise */
  depth: z.literal([18, 34, 50, 101, 152]).default(18),
  /** Blocks of the four stages; one of 0 is left out, and its stride with it */
  blocks: z.array(z.int().min(0)).length(4).optional(),
  /** Channels of the stem and of the first stage; each stage doubles them */
  width: count.default(64),
  /** Channels of the stem and of the four stages, instead of `width` */
  channels: z.array(count).length(5).optional(),
  stem: stemSchema
});

export type ResNetSpec = z.output<typeof resnetSchema>;

export function buildResNet(spec: ResNetSpec, name: string): Network {
  const {block, blocks} = {...blocksOfDepth[spec.depth], ...(spec.blocks && {blocks: spec.blocks})};
  const {width} = spec;
  const [stem = width, ...stages] = spec.channels ?? [width, width, 2 * width, 4 * width, 8 * width];
  const net = new NetworkBuilder();
  let x = net.input([3, spec.size, spec.size]);
  const shape = spec.stem === "small" ? {channels: stem, kernel: 3} : {channels: stem, kernel: 7, stride: 2};
  x = net.convolution("conv1", x, {...shape, initialisation: kaimingFanOut});
  x = net.activation("relu", net.batchNorm("bn1", x), "relu", {inPlace: true});
  if (spec.stem === "imagenet") x = net.maxPool("maxpool", x, {kernel: 3, stride: 2, padding: 1});
  for (const [stage, channels] of stages.entries()) {
    for (let index = 0; index < (blocks[stage] ?? 0); index++) {
      const stride = stage > 0 && index === 0 ? 2 : 1;
      x = appendBlock(net, `layer${stage + 1}.${index}`, x, {block, channels, stride});
    }
    net.layer(`layer${stage + 1}`, x);
  }
  x = net.flatten(net.averagePool("avgpool", x));
  net.linear("fc", x, spec.classes, uniformFanIn);
  return net.build(name, "ResNet");
}

type BlockOptions = {block: "basic" | "bottleneck"; channels: number; stride: number};

function appendBlock(net: NetworkBuilder, name: string, input: Value, {block, channels, stride}: BlockOptions): Value {
  const outputs = block === "bottleneck" ? 4 * channels : channels;
  const convolutions =
    block === "bottleneck"
      ? [
          {channels, kernel: 1},
          {channels, kernel: 3, stride},
          {channels: outputs, kernel: 1}
        ]
      : [
          {channels, kernel: 3, stride},
          {channels, kernel: 3}
        ];
  let x = input;
  for (const [index, convolution] of convolutions.entries()) {
    x = net.convolution(`${name}.conv${index + 1}`, x, {...convolution, initialisation: kaimingFanOut});
    x = net.batchNorm(`${name}.bn${index + 1}`, x);
    if (index + 1 < convolutions.length) x = net.activation(`${name}.relu`, x, "relu", {inPlace: true});
  }
  const [inputs] = net.shape(input);
  const identity = stride === 1 && inputs === outputs ? input : downsample(net, name, input, {outputs, stride});
  x = net.activation(`${name}.relu`, net.add(x, identity, {inPlace: true}), "relu", {inPlace: true});
  return net.layer(name, x);
}

function downsample(
  net: NetworkBuilder,
  name: string,
  input: Value,
  {outputs, stride}: {outputs: number; stride: number}
): Value {
  const options = {channels: outputs, kernel: 1, stride, initialisation: kaimingFanOut};
  const x = net.convolution(`${name}.downsample.0`, input, options);
  return net.layer(`${name}.downsample`, net.batchNorm(`${name}.downsample.1`, x));
}
