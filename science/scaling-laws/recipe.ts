import {z} from "zod";

/** A value and its 2.5 and 97.5 percentiles over the resamples. */
const estimate = z.strictObject({value: z.number(), low: z.number().nullable(), high: z.number().nullable()});
/** The same, beside what the released code gives. */
const compared = estimate.extend({released: z.number()});

/** The compute-optimal recipe as an artifact. Parameters and samples are counts, compute is in FLOPs. */
export const recipeSchema = z.strictObject({
  /** C = m (N D)^n in the fit's units. */
  cost: z.strictObject({m: z.number(), n: z.number(), r2: z.number(), points: z.int()}),
  units: z.strictObject({parameters: z.number(), samples: z.number(), compute: z.number()}),
  /** N* grows as C to this power. */
  parameter_exponent: estimate,
  /** D* grows as C to this power. */
  sample_exponent: estimate,
  /** N* = G (C / m)^..., D* = G^-1 (C / m)^...; the released code takes 1 / G for G. */
  G: compared,
  resamples: z.strictObject({
    all: z.int(),
    used: z.int(),
    /** Left out because alpha or beta is not positive: no best split exists. */
    without_optimum: z.int()
  }),
  budgets: z.array(z.strictObject({compute: z.number(), parameters: compared, samples: compared, alignment: compared}))
});
export type Recipe = z.output<typeof recipeSchema>;
