import {z} from "zod";
import {forms} from "./form.ts";

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const range = z.strictObject({min: z.number().optional(), max: z.number().optional()});

/** Which rows of a score table make the points of one curve. */
export const selectionSchema = z.strictObject({
  /** Column -> value, list of values, or inclusive range; a row must match all of them. */
  where: z.record(z.string(), z.union([scalar, z.array(scalar).min(1), range])).default({}),
  /** `combined`: Flex families count as their parents before `where` is applied. */
  families: z.enum(["separate", "combined"]).default("separate"),
  /** Columns whose equal values make one point, the mean of y; without it each row is a point. */
  group_by: z.array(z.string()).min(1).optional(),
  /** These families only at these samples per class (0: the full data set). */
  few_samples: z.strictObject({families: z.array(z.string()), keep: z.array(z.number())}).optional(),
  /** Column -> the unit that it is divided by; two columns for `chinchilla`. */
  x: z.record(z.string(), z.coerce.number().positive()),
  /** The column that is fitted as 1 - y, or as it is. */
  y: z.union([z.string(), z.strictObject({column: z.string(), as: z.enum(["is", "one_minus"])})]).default("score")
});

export type Selection = z.output<typeof selectionSchema>;

/** A selection of points, and the curve that is fitted to them: what `experiments.NAME` of pipeline.yaml holds. */
export const experimentSchema = selectionSchema.extend({
  form: z.enum(forms),
  /** Where the Huber loss on log misalignment turns from squares to absolute values. */
  delta: z.coerce.number().positive().default(1e-3),
  bootstraps: z.int().min(0).default(1000),
  seed: z.int().min(0).default(42)
});

export type Experiment = z.output<typeof experimentSchema>;
