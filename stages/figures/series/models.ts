import {meanScore, neuralRegions} from "../../../science/selection/main-runs.ts";
import type {DynamicsRow, ModelRow, Region} from "../../../science/selection/published-tables.ts";
import {type Family, familyNames} from "../look/palette.ts";

/** One row of the released models, and one model at one epoch of its training. */
export type Model = ModelRow;
export type Epoch = DynamicsRow;

/** Scores of one model by region; null where it was not scored. */
export type Scores = Readonly<Record<Region, number | null>>;

/** The family that a model counts as: variants of width and depth count as their parents. */
export function familyOf(model: {arch_family: string}): Family | undefined {
  const parent = model.arch_family.replace(/Flex$/, "");
  return familyNames.find((name) => name === parent);
}

/** Trained from scratch and supervised, without attacks or changed recipes. */
export function isPlain(model: Model): boolean {
  return !(model.is_pretrained || model.is_random || model.is_ssl || model.is_adv || model.is_ablation);
}

/** One of the ResNets that were trained by SimCLR on more and more of ImageNet. */
export function isSimclrResNet(model: Model): boolean {
  return (
    model.ssl_method === "simclr" &&
    model.dataset === "imagenet" &&
    model.arch_family === "ResNet" &&
    !model.is_pretrained
  );
}

/** The study's main set: plain models of ImageNet and ecoset. */
export function isMain(model: Model): boolean {
  return isPlain(model) && (model.dataset === "imagenet" || model.dataset === "ecoset");
}

/**
 * ConvNeXt and ViT are left out of the sample and recipe fits where they saw few images: those families count only at
 * 300 images a class and on the full set (coded 0).
 */
export function hasEnoughSamples(model: Model): boolean {
  const family = familyOf(model);
  return (
    (family !== "ConvNeXt" && family !== "ViT") || model.samples_per_class === 0 || model.samples_per_class === 300
  );
}

/** Mean over V1, V2, V4 and IT; null where one is missing. */
export function neuralMean(scores: Scores): number | null {
  return meanScore(scores, neuralRegions);
}

/** The paper's alignment score S: the mean over the four regions and behavior; null where one is missing. */
export function overallMean(scores: Scores): number | null {
  return meanScore(scores);
}

/** A variant of width or depth (ResNetFlex, ConvNeXtFlex, ViTFlex); these were trained on full data sets only. */
export function isVariant(model: Model): boolean {
  return model.arch_family.endsWith("Flex");
}

const MARKED = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 40, 60, 80, 100, 150, 200, 300];

/** Epochs that have a marker on a log axis; lines go through all of them. */
export function isMarkedEpoch(epoch: number | string): boolean {
  return typeof epoch === "number" && MARKED.includes(epoch);
}
