import type {Shape} from "./markers.ts";

/** How a series looks in every panel: its colour, its marker and the dash of its line tell it apart, each alone. */
export interface Look {
  label: string;
  colour: string;
  shape: Shape;
  dash?: string;
}

/**
 * Architecture families. Colours differ in hue (safe for the common colour deficiencies) and in lightness (L* 29, 64,
 * 46, 72, 51, 13), and markers and dashes repeat the distinction in print without colour.
 */
export const families = {
  ResNet: {label: "ResNet", colour: "#004488", shape: "circle"},
  EfficientNet: {label: "EfficientNet", colour: "#4aa3df", shape: "triangle", dash: "7,2"},
  ConvNeXt: {label: "ConvNeXt", colour: "#cc3311", shape: "square", dash: "4,1.6"},
  ViT: {label: "ViT", colour: "#ddaa22", shape: "diamond", dash: "6,1.6,1.4,1.6"},
  "CORnet-S": {label: "CORnet-S", colour: "#b3589c", shape: "star", dash: "2.5,1.5"},
  AlexNet: {label: "AlexNet", colour: "#222222", shape: "plus", dash: "1.4,1.6"}
} as const satisfies Record<string, Look>;

/** The brain (mean of V1, V2, V4 and IT) against behaviour. */
export const kinds = {
  neural: {label: "Neural", colour: "#2166ac", shape: "circle"},
  behavior: {label: "Behavioral", colour: "#ef8a2c", shape: "diamond"}
} as const satisfies Record<string, Look>;

/** Regions along the ventral stream from light to dark, then behaviour in its own hue. */
export const regions = {
  V1: {label: "V1", colour: "#93c6e8", shape: "circle", dash: "1.4,1.6"},
  V2: {label: "V2", colour: "#5aa2d4", shape: "triangle", dash: "4,1.6"},
  V4: {label: "V4", colour: "#2f77b8", shape: "square", dash: "7,2"},
  IT: {label: "IT", colour: "#123f7a", shape: "plus"},
  Behavioral: {label: "Behavioral", colour: "#ef8a2c", shape: "diamond", dash: "6,1.6,1.4,1.6"}
} as const satisfies Record<string, Look>;

/** Families of pretrained models that the study did not train: hybrids of convolution and attention, drawn open. */
export const hybrids = {
  DaVit: {label: "DaViT", colour: "#117733", shape: "square"},
  FastViT: {label: "FastViT", colour: "#882255", shape: "triangle"},
  LeViT: {label: "LeViT", colour: "#3a97a8", shape: "diamond"},
  MaxxViT: {label: "MaxxViT", colour: "#555555", shape: "star"},
  MobileViT: {label: "MobileViT", colour: "#7a5c1e", shape: "circle"}
} as const satisfies Record<string, Look>;

/** Training data sets. */
export const datasets = {
  imagenet: {label: "ImageNet", colour: "#332288", shape: "circle"},
  ecoset: {label: "ecoset", colour: "#dd7722", shape: "square"},
  imagenet21kP: {label: "ImageNet-21k-P", colour: "#117733", shape: "triangle", dash: "7,2"},
  webvisionP: {label: "WebVision-P", colour: "#3fa7d6", shape: "diamond", dash: "4,1.6"},
  inaturalist: {label: "iNaturalist", colour: "#882255", shape: "star", dash: "6,1.6,1.4,1.6"},
  places365: {label: "Places365", colour: "#8a8a1f", shape: "plus", dash: "2.5,1.5"},
  infimnist: {label: "infiMNIST", colour: "#666666", shape: "cross", dash: "1.4,1.6"}
} as const satisfies Record<string, Look>;

/** Inductive bias: families with a strong convolutional prior against families with a weak one. */
export const priors = {
  strong: {label: "Strong prior", colour: "#1b6b37", shape: "circle"},
  weak: {label: "Weak prior", colour: "#d27fb8", shape: "diamond"}
} as const satisfies Record<string, Look>;

/** Training objectives. */
export const objectives = {
  supervised: {label: "Supervised", colour: "#004488", shape: "circle"},
  simclr: {label: "SimCLR", colour: "#ddaa22", shape: "square"},
  dino: {label: "DINO", colour: "#b3589c", shape: "triangle"}
} as const satisfies Record<string, Look>;

/** Plain and adversarially fine-tuned models. */
export const attacks = {
  plain: {label: "Plain", colour: "#004488", shape: "circle"},
  adversarial: {label: "Adversarially fine-tuned", colour: "#cc3311", shape: "circle"}
} as const satisfies Record<string, Look>;

/** A single curve through models of many kinds. */
export const fitted = {label: "Fit", colour: "#111111", shape: "circle"} as const satisfies Look;

/** Light to dark, for a quantity on a log scale; readable as grey. */
export const ramp = ["#cfe1a9", "#7fc3a4", "#3a97a8", "#26648e", "#241f57"] as const;

export type Family = keyof typeof families;

export const hybridNames = ["DaVit", "FastViT", "LeViT", "MaxxViT", "MobileViT"] as const;
export const familyNames = ["ResNet", "EfficientNet", "ConvNeXt", "ViT", "CORnet-S", "AlexNet"] as const;
export const datasetNames = [
  "imagenet",
  "ecoset",
  "imagenet21kP",
  "webvisionP",
  "inaturalist",
  "places365",
  "infimnist"
] as const;
