import {geometricWidths} from "./geometric-widths.ts";
import type {Network} from "./network.ts";
import {buildNetwork, type NetworkSpecInput} from "./network-spec.ts";

/** One of the architectures that the study trained from scratch or left untrained. */
export type Architecture = {
  /** As in the released table's column `arch` */
  readonly name: string;
  /** As in its column `arch_family` */
  readonly family: string;
  /** For 1,000 classes, at the image size of its evaluation */
  readonly spec: NetworkSpecInput;
};

type Named = readonly [name: string, spec: NetworkSpecInput];

const resnets = ([18, 34, 50, 101, 152] as const).map((depth): Named => [`resnet${depth}`, {family: "resnet", depth}]);

const efficientnets: Named[] = [
  ["efficientnet_b0", {family: "efficientnet"}],
  ["efficientnet_b1", {family: "efficientnet", size: 240, depth_multiplier: 1.1}],
  ["efficientnet_b2", {family: "efficientnet", size: 288, width_multiplier: 1.1, depth_multiplier: 1.2, dropout: 0.3}]
];

const convnextWidths = [96, 192, 384, 768];
const convnexts: Named[] = [
  ["convnext_tiny", {family: "convnext"}],
  ["convnext_small", {family: "convnext", depths: [3, 3, 27, 3], stochastic_depth: 0.4}],
  ["convnext_base", {family: "convnext", widths: [128, 256, 512, 1024], depths: [3, 3, 27, 3], stochastic_depth: 0.5}],
  ["convnext_large", {family: "convnext", widths: [192, 384, 768, 1536], depths: [3, 3, 27, 3], stochastic_depth: 0.5}]
];

const vits: Named[] = [
  ["deit_tiny", {family: "vit", width: 192, heads: 3}],
  ["deit_small", {family: "vit"}],
  ["deit_base", {family: "vit", width: 768, heads: 12, stochastic_depth: 0.1}],
  ["deit_large", {family: "vit", width: 1024, depth: 24, heads: 16, stochastic_depth: 0.4}]
];

const resnetChannels = [64, 64, 128, 256, 512];
const scaledChannels = (scale: number) => resnetChannels.map((channels) => scale * channels);

const resnetWidths = [
  ...geometricWidths({widths: scaledChannels(2), end: 16, count: 20}).map(
    (channels, index): Named => [`resnetflexfilters-f-1-16-20-${index}`, {family: "resnet", channels}]
  ),
  ...geometricWidths({widths: scaledChannels(4), end: 2, count: 4, multiple: 8})
    .slice(0, 3)
    .map((channels, index): Named => [`resnetflexfilters_wr-4-1-2-4-${index}`, {family: "resnet", channels}])
];

const resnetDepths = [
  [1, 0, 0, 0],
  [1, 0, 0, 1],
  [1, 0, 0, 2],
  [1, 0, 1, 0],
  [1, 1, 0, 0],
  [1, 1, 1, 0],
  [1, 1, 1, 1],
  [1, 1, 1, 2],
  [1, 1, 2, 2],
  [1, 2, 2, 2],
  [2, 2, 2, 2]
];

const resnetVariants = [
  ...resnetDepths.map((blocks): Named => [`resnetflexfilters-d-${blocks.join("-")}`, {family: "resnet", blocks}]),
  ...resnetWidths
];

/** The standard model is the grid's first; the variants count from the second. */
const smallerThan = (widths: readonly number[], multiple: number) =>
  geometricWidths({widths, end: 8, count: 5, multiple}).slice(1);

const convnextVariants = smallerThan(convnextWidths, 8).map(
  (widths, index): Named => [`convnextflex-l-${index}`, {family: "convnext", widths, stochastic_depth: 0}]
);

const vitVariants = smallerThan([384], 6).map(
  ([width], index): Named => [`deitflex-l-${index}`, {family: "vit", ...(width !== undefined && {width})}]
);

const as = (family: string, models: readonly Named[]): Architecture[] =>
  models.map(([name, spec]) => ({name, family, spec}));

/** The 60 architectures, by family (paper, section 3 and appendix; the names are the released table's). */
export const architectures: readonly Architecture[] = [
  ...as("ResNet", resnets),
  ...as("ResNetFlex", resnetVariants),
  ...as("EfficientNet", efficientnets),
  ...as("ConvNeXt", convnexts),
  ...as("ConvNeXtFlex", convnextVariants),
  ...as("ViT", vits),
  ...as("ViTFlex", vitVariants),
  ...as("CORnet-S", [["cornet_s", {family: "cornet-s"}]]),
  ...as("AlexNet", [["alexnet", {family: "alexnet"}]])
];

/** An architecture's network; `classes` other than 1,000 give it the head that the study's code does. */
export function buildArchitecture({name, family, spec}: Architecture, classes?: number): Network {
  const network = buildNetwork(classes === undefined ? spec : {...spec, classes}, name);
  return {...network, family};
}
