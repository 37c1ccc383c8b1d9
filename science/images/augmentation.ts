import * as z from "zod";

const probability = z.number().min(0).max(1);
const range = z.tuple([z.number().positive(), z.number().positive()]).refine(([low, high]) => low <= high, {
  error: "the range runs from the smaller to the larger number"
});

/**
 * How training images are varied. Fields that are left out vary nothing; the study's recipes are combinations of
 * these (Gokce & Schrimpf 2025, appendix B).
 */
export const augmentationSchema = z.strictObject({
  /**
   * `random-resized`: a part of the image with a share of its area in `scale` and an aspect in `ratio`, resized
   * (Szegedy et al. 2015). `pad`: the image, `pixels` of black around it, cut at random (CIFAR's way).
   */
  crop: z
    .discriminatedUnion("kind", [
      z.strictObject({
        kind: z.literal("random-resized"),
        scale: range.default([0.08, 1]),
        ratio: range.default([3 / 4, 4 / 3])
      }),
      z.strictObject({kind: z.literal("pad"), pixels: z.int().min(0)})
    ])
    .optional(),
  /** Probability of a mirror image. */
  flip: probability.default(0),
  /** Exactly one of grey, Gaussian blur and solarisation (Touvron et al. 2022, "3-Augment"). */
  threeAugment: z.boolean().default(false),
  /** Some changes of form and colour in a row (Cubuk et al. 2020); `magnitude` of 10. */
  randAugment: z
    .strictObject({
      changes: z.int().positive().default(2),
      magnitude: z.number().min(0).max(10).default(9),
      deviation: z.number().min(0).default(0.5)
    })
    .optional(),
  /** Brightness, contrast and saturation change by factors in 1 - strength to 1 + strength, in random order. */
  colourJitter: probability.default(0),
  /** Probability that a rectangle becomes noise (Zhong et al. 2020; 2 to 33 % of the area, aspect 0.3 to 3.3). */
  erase: probability.default(0),
  /**
   * Mixing within a batch: each image with that at the same place from the batch's end. `mixup` and `cutmix` are the
   * parameters of the Beta distributions of the share; where both are set, `switch` is cutmix's probability.
   */
  mix: z
    .strictObject({
      mixup: z.number().min(0).default(0),
      cutmix: z.number().min(0).default(0),
      probability: probability.default(1),
      switch: probability.default(0.5)
    })
    .optional(),
  labelSmoothing: probability.default(0)
});

export type Augmentation = z.output<typeof augmentationSchema>;

/** Mean and standard deviation of red, green and blue, as shares of 255. */
export interface Normalisation {
  mean: readonly [number, number, number];
  deviation: readonly [number, number, number];
}

/** ImageNet's, with which the study normalises every dataset. */
export const imagenetNormalisation: Normalisation = {
  mean: [0.485, 0.456, 0.406],
  deviation: [0.229, 0.224, 0.225]
};
