import type {Shape} from "../look/markers.ts";
import type {Model} from "./models.ts";

/** The series of fine-tuned ResNets: single steps of 1.25/255 within 1/255, for ten epochs. */
const METHOD = "ffgsm_eps-1_alpha-125-ep10";
const IMAGENET = 1_281_167;

/** The ResNets that were fine-tuned, by depth. */
export const depths: readonly {arch: string; label: string; shape: Shape}[] = [
  {arch: "resnet18", label: "18", shape: "circle"},
  {arch: "resnet34", label: "34", shape: "triangle"},
  {arch: "resnet50", label: "50", shape: "square"},
  {arch: "resnet101", label: "101", shape: "plus"},
  {arch: "resnet152", label: "152", shape: "diamond"}
];

/** Belongs to the series of adversarially fine-tuned ResNets. */
export function isFineTuned(model: Model): boolean {
  return model.adv_method === METHOD;
}

/**
 * Training compute of a fine-tuned model, in FLOPs: 3 x forward pass x images, over 100 epochs of ImageNet before
 * and 10 epochs of its own images after. The table's forward pass of these models has the attack in it (twice the plain
 * one), which belongs to fine-tuning alone.
 */
export function computeWithPretraining({flops, n_samples}: Model): number | null {
  if (flops === null) return null;
  return 3 * ((flops / 2) * 100 * IMAGENET + flops * 10 * n_samples);
}
