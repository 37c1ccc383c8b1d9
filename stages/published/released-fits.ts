import {z} from "zod";
import {byCodePoint} from "../../science/formats/json.ts";
import {TableMistake} from "../../science/formats/table-mistake.ts";
import {type Form, type Parameters, parameterNames} from "../../science/scaling-laws/form.ts";
import type {PublishedFit} from "../../science/selection/published-tables.ts";
import {interval95} from "../../science/statistics/percentile.ts";
import {printedPercentiles} from "./printed-percentiles.ts";

const forms: Readonly<Record<string, Form>> = {
  power_law_LSE: "power_law",
  power_law_shift_LSE: "power_law_shift",
  chinchilla_LSE: "chinchilla"
};

/** The released fits as taken out of their pickles: configuration, loss, parameters, and resamples of some. */
export const releasedFitsSchema = z.record(
  z.string(),
  z.looseObject({
    config: z.looseObject({fitting_parameters: z.looseObject({loss_function: z.string()})}),
    loss: z.number(),
    parameters: z.array(z.number()),
    bootstrap_losses_sorted: z.array(z.number()).optional(),
    bootstrap_parameters_by_loss: z.array(z.array(z.number())).optional()
  })
);
type ReleasedFit = z.output<typeof releasedFitsSchema>[string];

/** One row a released fit, sorted by name; percentiles of its resamples where they are there, else as printed. */
export function condenseFits(released: z.output<typeof releasedFitsSchema>): PublishedFit[] {
  const printed = new Map(printedPercentiles().map((row) => [row.experiment, row]));
  return Object.entries(released)
    .sort(([a], [b]) => byCodePoint(a, b))
    .map(([experiment, fit]) => {
      const form = forms[fit.config.fitting_parameters.loss_function];
      const row = printed.get(experiment);
      if (form === undefined || row === undefined) throw new TableMistake(`unknown released fit "${experiment}"`);
      const {e = Number.NaN, a = Number.NaN, alpha = Number.NaN, ...others} = named(form, fit.parameters);
      const {lambda = null, b = null, beta = null} = others;
      const asPrinted = {...row, percentiles: "printed", asymptote_median: null, alpha_median: null};
      return {...asPrinted, form, loss: fit.loss, e, a, lambda, alpha, b, beta, ...resampled(form, fit)};
    });
}

/** Percentiles of a fit's own resamples; nothing where they were not released. */
function resampled(form: Form, fit: ReleasedFit) {
  const {bootstrap_losses_sorted: losses, bootstrap_parameters_by_loss: resamples} = fit;
  if (losses === undefined || resamples === undefined) return {};
  const parameters = resamples.map((values) => named(form, values));
  const loss = interval95(losses);
  const asymptote = interval95(parameters.map(({e = Number.NaN}) => 1 - Math.exp(e)));
  const alpha = interval95(parameters.map((values) => values.alpha ?? Number.NaN));
  return {
    percentiles: "resamples",
    ...{loss_low: loss.low, loss_median: loss.median, loss_high: loss.high},
    ...{asymptote_low: asymptote.low, asymptote_median: asymptote.median, asymptote_high: asymptote.high},
    ...{alpha_low: alpha.low, alpha_median: alpha.median, alpha_high: alpha.high}
  };
}

function named(form: Form, values: readonly number[]): Parameters {
  return Object.fromEntries(parameterNames(form).map((name, index) => [name, values[index] ?? Number.NaN]));
}
