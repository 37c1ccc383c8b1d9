import {z} from "zod";
import {NetworkBuilder, type Value} from "./builder.ts";
import {classifierSchema, count, imagenetClasses, rate} from "./classifier.ts";
import {truncatedNormal, uniformFanIn} from "./initialisation.ts";
import type {Network} from "./network.ts";

/** ConvNeXt (Liu et al. 2022) as torchvision has it. The defaults are the tiny model. */
export const convnextSchema = classifierSchema
  .extend({
    family: z.literal("convnext"),
    /** Channels of the stages */
    widths: z.array(count).min(1).default([96, 192, 384, 768]),
    /** Blocks of the stages */
    depths: z.array(count).min(1).default([3, 3, 9, 3]),
    /** Pixels of a stem patch's side */
    patch: count.default(4),
    /** Where LayerScale starts */
    layer_scale: z.number().positive().default(1e-6),
    /** The last block's rate; the first has 0, and the rest lie on a line */
    stochastic_depth: rate.default(0.1)
  })
  .refine(({widths, depths}) => widths.length === depths.length, "widths and depths must have one entry a stage each");

export type ConvNextSpec = z.output<typeof convnextSchema>;

export function buildConvNext(spec: ConvNextSpec, name: string): Network {
  const {widths, depths, patch} = spec;
  const net = new NetworkBuilder();
  let x = net.input([3, spec.size, spec.size]);
  const stem = {
    channels: widths[0] ?? 0,
    kernel: patch,
    stride: patch,
    padding: 0,
    bias: true,
    initialisation: truncatedNormal
  };
  x = net.layer("features.0", net.layerNorm("features.0.1", net.convolution("features.0.0", x, stem)));
  const total = depths.reduce((sum, depth) => sum + depth, 0);
  let block = 0;
  for (const [stage, depth] of depths.entries()) {
    const features = `features.${2 * stage + 1}`;
    for (let index = 0; index < depth; index++, block++) {
      const rate = total > 1 ? (spec.stochastic_depth * block) / (total - 1) : 0;
      x = appendBlock(net, `${features}.${index}`, x, {rate, layerScale: spec.layer_scale});
    }
    net.layer(features, x);
    const next = widths[stage + 1];
    if (next === undefined) continue;
    const shrink = {channels: next, kernel: 2, stride: 2, padding: 0, bias: true, initialisation: truncatedNormal};
    const between = `features.${2 * stage + 2}`;
    x = net.layer(between, net.convolution(`${between}.1`, net.layerNorm(`${between}.0`, x), shrink));
  }
  net.layer("features", x);
  x = net.layerNorm("classifier.0", net.averagePool("avgpool", x));
  x = net.layer("classifier.1", net.flatten(x));
  const initialisation = spec.classes === imagenetClasses ? truncatedNormal : uniformFanIn;
  net.layer("classifier", net.linear("classifier.2", x, spec.classes, initialisation));
  return net.build(name, "ConvNeXt");
}

type BlockOptions = {rate: number; layerScale: number};

function appendBlock(net: NetworkBuilder, name: string, input: Value, {rate, layerScale}: BlockOptions): Value {
  const [channels = 0, height = 0, width = 0] = net.shape(input);
  const depthwise = {channels, kernel: 7, groups: channels, bias: true, initialisation: truncatedNormal};
  let x = net.convolution(`${name}.block.0`, input, depthwise);
  x = net.layer(`${name}.block.1`, net.toTokens(x));
  x = net.linear(`${name}.block.3`, net.layerNorm(`${name}.block.2`, x), 4 * channels, truncatedNormal);
  x = net.linear(`${name}.block.5`, net.activation(`${name}.block.4`, x, "gelu"), channels, truncatedNormal);
  x = net.layer(`${name}.block`, net.layer(`${name}.block.6`, net.toMap(x, height, width)));
  x = net.channelScale(`${name}.layer_scale`, x, layerScale);
  x = net.layer(`${name}.stochastic_depth`, net.stochasticDepth(x, rate));
  return net.layer(name, net.add(x, input, {inPlace: true}));
}
