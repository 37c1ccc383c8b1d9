import * as z from "zod";
import {augmentationSchema} from "../images/augmentation.ts";

const share = z.number().min(0).max(1);

const optimiserSchema = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("sgd"),
    momentum: share.default(0.9),
    weightDecay: z.number().min(0).default(1e-4)
  }),
  z.strictObject({
    kind: z.literal("adamw"),
    beta1: share.default(0.9),
    beta2: share.default(0.999),
    epsilon: z.number().positive().default(1e-8),
    weightDecay: z.number().min(0).default(0.05)
  })
]);

/**
 * How a model is trained: one recipe a family, the same for every size and subset (Gokce & Schrimpf 2025, appendix B).
 * `epochs` passes over the subset, so that the samples seen grow with it.
 */
export const recipeSchema = z.strictObject({
  optimiser: optimiserSchema,
  schedule: z.strictObject({
    peak: z.number().positive(),
    /** The learning rate that the cosine ends at. */
    lowest: z.number().min(0).default(0),
    /** Epochs of linear warm-up; may be a fraction. */
    warmUp: z.number().min(0).default(0)
  }),
  epochs: z.int().positive(),
  /** Images in a step, or all of the subset where it has fewer. */
  batch: z.int().positive(),
  loss: z.enum(["cross-entropy", "binary-cross-entropy"]).default("cross-entropy"),
  /** Decay on matrices and filters only: none on biases and normalisation. */
  decayMatricesOnly: z.boolean().default(false),
  /** The gradient's greatest norm. */
  clipNorm: z.number().positive().optional(),
  augmentation: augmentationSchema.prefault({}),
  /** Times that each image comes in an epoch, of which the first third is used (Touvron et al. 2021). */
  repeats: z.int().positive().default(1),
  /** Decay of the running average of the weights, a step (timm's ModelEmaV3). */
  average: share.optional(),
  /** Epochs after which the weights are kept, beside the last. */
  checkpoints: z.array(z.int().min(0)).default([]),
  /** Epochs between two validations; the last epoch always has one. */
  validateEvery: z.int().positive().default(10)
});

export type Recipe = z.output<typeof recipeSchema>;
