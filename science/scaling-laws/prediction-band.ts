import {finitePercentiles} from "../statistics/percentile.ts";
import {alignment, type Form, misalignment, type Parameters} from "./form.ts";

/** A fitted curve on a grid, and the percentile interval of its resamples. */
export interface PredictionBand {
  curve: number[];
  low: number[];
  high: number[];
}

/**
 * What a fit predicts, with bootstrap intervals of the prediction: they stay meaningful where the parameters do not.
 * The interval at each point is numpy's linear percentiles over resamples, (1 - level) / 2 on each side;
 * resamples whose prediction is not finite are left out. NaN without resamples.
 *
 * @param x points x variables, in the experiment's units
 * @param level part of the resamples inside the band
 * @param of alignment S = 1 - L, or misalignment L (which is the fitted value itself for a column fitted as it is)
 */
export function predictionBand(
  fit: {form: Form; parameters: Parameters; bootstrap: {parameters: readonly Parameters[]}},
  x: readonly (readonly number[])[],
  level = 0.95,
  of: "alignment" | "misalignment" = "alignment"
): PredictionBand {
  const predict = of === "alignment" ? alignment : misalignment;
  const tail = 50 * (1 - level);
  const intervals = x.map((point) =>
    finitePercentiles(
      fit.bootstrap.parameters.map((parameters) => predict(fit.form, parameters, point)),
      [tail, 100 - tail]
    )
  );
  return {
    curve: x.map((point) => predict(fit.form, fit.parameters, point)),
    low: intervals.map(([low = Number.NaN]) => low),
    high: intervals.map(([, high = Number.NaN]) => high)
  };
}
