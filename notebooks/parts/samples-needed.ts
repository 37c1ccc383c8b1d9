import type {Fit} from "../../science/scaling-laws/fit.ts";

/** What a power law over samples seen says of one data set. */
export interface SamplesNeeded {
  dataset: string;
  /** Models that the curve is fitted to. */
  points: number;
  /** Where alignment levels off. */
  saturates: number;
  exponent: number;
  /** Samples seen until the target is reached; null where the curve never does. */
  needed: number | null;
  /** Whether that lies within the samples that the models saw. */
  observed: boolean;
}

/** Samples that a data set must show until mean alignment reaches a target: the fitted L = E + A D^-alpha, solved for D. */
export function samplesNeeded(fit: Fit, target: number): SamplesNeeded {
  const {e = Number.NaN, a = Number.NaN, alpha = Number.NaN} = fit.parameters;
  const [variable] = fit.x;
  const [range] = fit.range;
  if (fit.form !== "power_law" || !variable || !range) throw new Error(`${fit.experiment} is no power law of samples`);
  const left = 1 - target - Math.exp(e);
  const solved = left > 0 ? Math.exp((a - Math.log(left)) / alpha) : Number.NaN;
  const reached = Number.isFinite(solved) && solved > 0;
  return {
    dataset: fit.experiment.replace(/^sample_|_scaling$/g, ""),
    points: fit.n,
    saturates: 1 - Math.exp(e),
    exponent: alpha,
    needed: reached ? solved * variable.unit : null,
    observed: reached && solved <= range[1]
  };
}
