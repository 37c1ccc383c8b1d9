import {z} from "zod";
import {NetworkBuilder, type Value} from "./builder.ts";
import {classifierSchema, imagenetClasses, rate, stemSchema} from "./classifier.ts";
import {kaimingFanOut, uniformFanIn, uniformFanOut} from "./initialisation.ts";
import type {Network} from "./network.ts";

/** EfficientNet (Tan and Le 2019) as torchvision has it. The defaults are B0. */
export const efficientnetSchema = classifierSchema.extend({
  family: z.literal("efficientnet"),
  width_multiplier: z.number().positive().default(1),
  depth_multiplier: z.number().positive().default(1),
  dropout: rate.default(0.2),
  /** Grows on a line from 0 at the first block towards this at the end */
  stochastic_depth: rate.default(0.2),
  stem: stemSchema
});

export type EfficientNetSpec = z.output<typeof efficientnetSchema>;

/** Table 1 of the paper: stages of inverted residual blocks. */
const stages = [
  {expansion: 1, kernel: 3, stride: 1, channels: 16, blocks: 1},
  {expansion: 6, kernel: 3, stride: 2, channels: 24, blocks: 2},
  {expansion: 6, kernel: 5, stride: 2, channels: 40, blocks: 2},
  {expansion: 6, kernel: 3, stride: 2, channels: 80, blocks: 3},
  {expansion: 6, kernel: 5, stride: 1, channels: 112, blocks: 3},
  {expansion: 6, kernel: 5, stride: 2, channels: 192, blocks: 4},
  {expansion: 6, kernel: 3, stride: 1, channels: 320, blocks: 1}
];

/** The nearest multiple of 8, but no less than nine tenths of the value. */
function multipleOf8(value: number): number {
  const rounded = Math.max(8, Math.floor((value + 4) / 8) * 8);
  return rounded < 0.9 * value ? rounded + 8 : rounded;
}

export function buildEfficientNet(spec: EfficientNetSpec, name: string): Network {
  const channelsOf = (channels: number) => multipleOf8(channels * spec.width_multiplier);
  const blocksOf = (blocks: number) => Math.ceil(blocks * spec.depth_multiplier);
  const net = new NetworkBuilder();
  let x = net.input([3, spec.size, spec.size]);
  x = unit(net, "features.0", x, {channels: channelsOf(32), kernel: 3, stride: spec.stem === "small" ? 1 : 2});
  const total = stages.reduce((sum, {blocks}) => sum + blocksOf(blocks), 0);
  let block = 0;
  for (const [place, {blocks, channels, stride, kernel, expansion}] of stages.entries()) {
    const stage = `features.${place + 1}`;
    for (let index = 0; index < blocksOf(blocks); index++, block++)
      x = appendBlock(net, `${stage}.${index}`, x, {
        kernel,
        expansion,
        stride: index === 0 ? stride : 1,
        channels: channelsOf(channels),
        rate: (spec.stochastic_depth * block) / total
      });
    net.layer(stage, x);
  }
  x = unit(net, `features.${stages.length + 1}`, x, {channels: 4 * channelsOf(320), kernel: 1});
  net.layer("features", x);
  x = net.flatten(net.averagePool("avgpool", x));
  x = net.layer("classifier.0", net.dropout(x, spec.dropout));
  const initialisation = spec.classes === imagenetClasses ? uniformFanOut : uniformFanIn;
  net.layer("classifier", net.linear("classifier.1", x, spec.classes, initialisation));
  return net.build(name, "EfficientNet");
}

type UnitOptions = {channels: number; kernel: number; stride?: number; groups?: number; activation?: boolean};

/** A convolution, BatchNorm and, unless left out, SiLU. */
function unit(net: NetworkBuilder, name: string, input: Value, {activation = true, ...options}: UnitOptions): Value {
  const convolved = net.convolution(`${name}.0`, input, {...options, initialisation: kaimingFanOut});
  const x = net.batchNorm(`${name}.1`, convolved);
  return net.layer(name, activation ? net.activation(`${name}.2`, x, "silu", {inPlace: true}) : x);
}

type BlockOptions = {kernel: number; stride: number; expansion: number; channels: number; rate: number};

/** An inverted residual block with squeeze and excitation. */
function appendBlock(net: NetworkBuilder, name: string, input: Value, options: BlockOptions): Value {
  const {kernel, stride, expansion, channels, rate} = options;
  const [inputs = 0] = net.shape(input);
  const expanded = multipleOf8(inputs * expansion);
  let place = 0;
  const next = () => `${name}.block.${place++}`;
  let x = input;
  if (expanded !== inputs) x = unit(net, next(), x, {channels: expanded, kernel: 1});
  x = unit(net, next(), x, {channels: expanded, kernel, stride, groups: expanded});
  x = squeezeAndExcite(net, next(), x, Math.max(1, Math.floor(inputs / 4)));
  x = net.layer(`${name}.block`, unit(net, next(), x, {channels, kernel: 1, activation: false}));
  if (stride === 1 && inputs === channels) {
    x = net.layer(`${name}.stochastic_depth`, net.stochasticDepth(x, rate));
    x = net.add(x, input, {inPlace: true});
  }
  return net.layer(name, x);
}

function squeezeAndExcite(net: NetworkBuilder, name: string, input: Value, squeezed: number): Value {
  const [channels = 0] = net.shape(input);
  const pointwise = (layer: string, x: Value, outputs: number) =>
    net.convolution(`${name}.${layer}`, x, {channels: outputs, kernel: 1, bias: true, initialisation: kaimingFanOut});
  let x = pointwise("fc1", net.averagePool(`${name}.avgpool`, input), squeezed);
  x = pointwise("fc2", net.activation(`${name}.activation`, x, "silu", {inPlace: true}), channels);
  return net.layer(name, net.multiply(input, net.activation(`${name}.scale_activation`, x, "sigmoid")));
}
