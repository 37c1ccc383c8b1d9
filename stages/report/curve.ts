import type {Fit} from "../../science/scaling-laws/fit.ts";
import {alignment, type Form, type Parameters, parameterNames} from "../../science/scaling-laws/form.ts";
import type {PublishedFit} from "../../science/selection/published-tables.ts";

/** The log-space parameters of a released fit, by name. */
export function publishedParameters(fit: PublishedFit, form: Form): Parameters {
  const {e, a, lambda, alpha, b, beta} = fit;
  const values: Record<string, number | null> = {e, a, lambda, alpha, b, beta};
  return Object.fromEntries(parameterNames(form).map((name) => [name, values[name] ?? Number.NaN]));
}

/** Largest difference in S between two curves of a form over the observed range of its variables. */
export function largestDifference({form, parameters, range}: Fit, other: Parameters): number {
  const steps = range.length === 1 ? 200 : 30;
  const axes = range.map(([low, high]) =>
    Array.from({length: steps + 1}, (_, step) => low * (high / low) ** (step / steps))
  );
  const [first = [], second = [Number.NaN]] = axes;
  let largest = 0;
  for (const x of first) {
    for (const y of second) {
      const at = [x, y];
      largest = Math.max(largest, Math.abs(alignment(form, parameters, at) - alignment(form, other, at)));
    }
  }
  return largest;
}

/**
 * A curve as the study's legends print it: `0.48 - 0.55 C^-0.16`. A shifted law so steep that it has become an
 * exponential, its limit for a large shift, is written as one.
 * @param symbols the letter of each variable
 */
export function equation(form: Form, parameters: Parameters, symbols: readonly string[]): string {
  const {e = Number.NaN, a = Number.NaN, lambda = Number.NaN, alpha = Number.NaN} = parameters;
  const {b = Number.NaN, beta = Number.NaN} = parameters;
  const [x = "X", y = "Y"] = symbols;
  const asymptote = (1 - Math.exp(e)).toFixed(2);
  if (form === "power_law") return `${asymptote} - ${Math.exp(a).toFixed(2)} ${x}^${(-alpha).toFixed(2)}`;
  if (form === "chinchilla") {
    return `${asymptote} - ${Math.exp(a).toFixed(2)} ${x}^${(-alpha).toFixed(2)} - ${Math.exp(b).toFixed(2)} ${y}^${(-beta).toFixed(2)}`;
  }
  if (alpha > 50) {
    const height = Math.exp(a - alpha * lambda * Math.LN10).toFixed(2);
    return `${asymptote} - ${height} exp(-${x}/10^${(lambda - Math.log10(alpha)).toFixed(2)})`;
  }
  return `${asymptote} - 10^${(a / Math.LN10).toFixed(2)} (${x}+10^${lambda.toFixed(2)})^${(-alpha).toFixed(2)}`;
}
