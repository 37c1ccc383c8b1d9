import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {PublishedFit} from "../../science/selection/published-tables.ts";
import {type Comparison, compareNumber, comparePrinted} from "./comparison.ts";
import {largestDifference, publishedParameters} from "./curve.ts";

const flatValley =
  "shift, exponent and prefactor lie in a flat valley, where the released search stopped; compare the curves";
const zeroAsymptote =
  "the asymptote of misalignment is not distinguishable from 0: ours is at that bound, the released near it";
const fewPoints = "so few points are met exactly by many curves, and the released search stopped at one of them";
const interchangeable = "asymptote and prefactor are nearly interchangeable in this fit; compare the curves";
const lowerLoss = "ours is lower: the released search stopped before the optimum";
const higherLoss = "ours is higher than the released optimum";
const nearOptimum = "both are at the optimum to within what the loss can tell apart";

/** What was set otherwise than for the released fits, in words; empty where nothing was. */
export function otherSettings({delta, seed, bootstrap}: Fit): {fit: string; resamples: string} {
  const fit = delta === 1e-3 ? "" : `fitted with delta ${delta}, the released fit with 0.001`;
  const drawn = seed === 42 ? "" : `resampled with seed ${seed}, the released fit with 42`;
  const count =
    bootstrap.losses.length === 1000 ? "" : `${bootstrap.losses.length} resamples, the released fit has 1000`;
  return {fit, resamples: fit || drawn || count};
}

/** Why a parameter of a fit may differ from the released one. */
export function parameterReason(ours: Fit): string {
  const {form, n, parameters} = ours;
  const {fit} = otherSettings(ours);
  if (fit !== "") return fit;
  if (form === "power_law_shift") return flatValley;
  if (n <= 12) return fewPoints;
  if (Math.exp(parameters.e ?? 0) < 1e-3) return zeroAsymptote;
  return (parameters.alpha ?? 1) < 0.25 ? interchangeable : nearOptimum;
}

/**
 * Number of points, loss, asymptote and exponent of a fit beside the released ones, and the largest difference in S
 * between the two curves over the data (published: 0).
 */
export function compareFit(fit: Fit, published: PublishedFit): Comparison[] {
  const {experiment, parameters} = fit;
  const reason = parameterReason(fit);
  const asymptote = (e: number) => 1 - Math.exp(e);
  const loss = otherSettings(fit).fit || (fit.loss <= published.loss ? lowerLoss : higherLoss);
  const curve = largestDifference(fit, publishedParameters(published, fit.form));
  return [
    compareNumber(`${experiment}: points`, fit.n, published.n, "other rows were selected", 0),
    compareNumber(`${experiment}: loss`, fit.loss, published.loss, loss),
    compareNumber(
      `${experiment}: asymptote`,
      asymptote(parameters.e ?? Number.NaN),
      asymptote(published.e),
      reason,
      1e-3
    ),
    compareNumber(`${experiment}: exponent`, parameters.alpha ?? Number.NaN, published.alpha, reason, 5e-3),
    compareNumber(`${experiment}: largest difference of the curves in S`, curve, 0, reason, 1e-3)
  ];
}

/** What the paper states of a fit, digits as printed. */
export interface Statement {
  experiment: string;
  /** What is fitted against what, and where the paper shows it. */
  label: string;
  asymptote: string;
  prefactor?: string;
  exponent?: string;
  /** Why ours cannot agree, where it is known beforehand. */
  reason?: string;
}

const otherPretrained =
  "not reproducible: the paper does not list its 94 models; its released fit has 136: 0.43 - 0.45 N^-0.91";

/** The paper's statements on fitted curves: sections 3.1 to 3.4, figures 1, 2, 3 and 7, appendix D. */
export const statements: readonly Statement[] = [
  {experiment: "compute_neuro", label: "neural, Fig 1b", asymptote: "0.48", prefactor: "0.55", exponent: "0.16"},
  {experiment: "compute_behavior", label: "behaviour, Fig 1b", asymptote: "1", prefactor: "1.4", exponent: "0.06"},
  {experiment: "model_resnet_avg", label: "ResNet, Fig 2", asymptote: "0.51"},
  {experiment: "model_resnet_neuro", label: "ResNet, neural", asymptote: "0.45"},
  {experiment: "model_resnet_behavior", label: "ResNet, behaviour", asymptote: "1.00"},
  {experiment: "model_efficientnet_avg", label: "EfficientNet, Fig 2", asymptote: "0.53"},
  {experiment: "model_efficientnet_neuro", label: "EfficientNet, neural", asymptote: "0.47"},
  {experiment: "model_efficientnet_behavior", label: "EfficientNet, behaviour", asymptote: "1.00"},
  {experiment: "model_convnext_avg", label: "ConvNeXt, Fig 2", asymptote: "0.42"},
  {experiment: "model_convnext_neuro", label: "ConvNeXt, neural", asymptote: "0.41"},
  {experiment: "model_convnext_behavior", label: "ConvNeXt, behaviour", asymptote: "0.50"},
  {experiment: "model_vit_avg", label: "ViT, Fig 2", asymptote: "0.44"},
  {experiment: "model_vit_neuro", label: "ViT, neural", asymptote: "0.41"},
  {experiment: "model_vit_behavior", label: "ViT, behaviour", asymptote: "0.54"},
  {experiment: "parameter_scaling", label: "parameters, Fig 2c", asymptote: "0.44"},
  {experiment: "sample_imagenet_scaling", label: "ImageNet, Fig 3a", asymptote: "0.46"},
  {experiment: "sample_ecoset_scaling", label: "ecoset, Fig 3a", asymptote: "0.48"},
  {experiment: "simclr_neuro", label: "SimCLR neural, Fig 7a", asymptote: "0.42", prefactor: "1.40", exponent: "0.30"},
  {experiment: "simclr_behavior", label: "SimCLR behaviour", asymptote: "1.00", prefactor: "1.39", exponent: "0.05"},
  {
    experiment: "parameter_pretrained_scaling",
    label: "pretrained, Fig S2",
    asymptote: "0.43",
    prefactor: "0.32",
    exponent: "0.78",
    reason: otherPretrained
  }
];

/** Our fit beside what the paper states of it. */
export function compareStatement(fit: Fit, {label, asymptote, prefactor, exponent, reason}: Statement): Comparison[] {
  const {e = Number.NaN, a = Number.NaN, alpha = Number.NaN} = fit.parameters;
  const why = reason ?? parameterReason(fit);
  const printed = (what: string, ours: number, text: string | undefined) =>
    text === undefined ? [] : [comparePrinted(`paper, ${label}: ${what}`, ours, text, why)];
  return [
    ...printed("asymptote", 1 - Math.exp(e), asymptote),
    ...printed("prefactor", Math.exp(a), prefactor),
    ...printed("exponent", alpha, exponent)
  ];
}
