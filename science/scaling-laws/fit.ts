import {z} from "zod";
import {forms} from "./form.ts";

const parameters = z.record(z.string(), z.number());
const interval = z.tuple([z.number().nullable(), z.number().nullable()]);

/** One scaling fit as an artifact: what `vvs cat 'fit[experiment=X]'` and `vvs fit` print. */
export const fitSchema = z.looseObject({
  experiment: z.string(),
  form: z.enum(forms),
  /** Columns of the independent variables, and the units that they are divided by. */
  x: z.array(z.strictObject({column: z.string(), unit: z.number()})),
  /** Points fitted. */
  n: z.int(),
  /** Rows dropped because a group-by key is empty. */
  dropped: z.int(),
  delta: z.number(),
  seed: z.int(),
  /** Sum of Huber losses on log misalignment. */
  loss: z.number(),
  /** Log-space parameters by name; e = log(1e-18) where the asymptote of misalignment is exactly 0. */
  parameters,
  /** The same as people write it: asymptote = 1 - E, A, alpha (and B, beta or shift = 10^lambda). */
  natural: z.record(z.string(), z.number().nullable()),
  /** Loss and parameters of each resample, in the order of numpy's resample rows. */
  bootstrap: z.strictObject({losses: z.array(z.number()), parameters: z.array(parameters)}),
  /** 2.5 and 97.5 percentiles over resamples of each parameter; null where infinite. */
  intervals: z.record(z.string(), interval),
  /** For each parameter: is it determined by the data, and a sentence that says so. */
  identifiability: z.record(z.string(), z.looseObject({identified: z.boolean(), statement: z.string()})),
  /** Observed range of each variable, in the experiment's units. */
  range: z.array(z.tuple([z.number(), z.number()]))
});

export type Fit = z.output<typeof fitSchema>;
