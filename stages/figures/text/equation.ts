import type {Fit} from "../../../science/scaling-laws/fit.ts";

/**
 * A fitted curve as people write it, in the markup of rich-text.ts: `S = 0.48 − 0.55 C̃^{−0.16}`. A letter with a tilde
 * is the variable divided by its unit. A shifted power law is written out, in powers of ten, only where its shift is
 * determined by the data; else the equation ends at what the data do determine, the limit.
 * @param letters the variables' symbols, in the fit's order
 */
export function equation(fit: Fit, ...letters: string[]): string {
  const {
    e = Number.NaN,
    a = Number.NaN,
    alpha = Number.NaN,
    lambda = Number.NaN,
    b = Number.NaN,
    beta = Number.NaN
  } = fit.parameters;
  const limit = `*S* = ${fixed(1 - Math.exp(e))}`;
  const [first = "X", second = "Y"] = letters.map((letter) => `*${letter}\u0303*`);
  if (fit.form === "power_law") return `${limit} − ${factor(a)} ${first}^{${fixed(-alpha)}}`;
  if (fit.form === "chinchilla")
    return `${limit} − ${factor(a)} ${first}^{${fixed(-alpha)}} − ${factor(b)} ${second}^{${fixed(-beta)}}`;
  if (isShiftKnown(fit))
    return `${limit} − 10^{${fixed(a / Math.LN10)}} (${first} + 10^{${fixed(lambda)}})^{${fixed(-alpha)}}`;
  return `*S* → ${fixed(1 - Math.exp(e))}, shift not identified`;
}

/** Whether a shifted power law's shift and exponent are determined by the data. */
export function isShiftKnown(fit: Fit): boolean {
  return isKnown(fit, "lambda") && isKnown(fit, "alpha");
}

/** Whether the limit of alignment is determined by the data, or runs off to 1. */
export function isLimitKnown(fit: Fit): boolean {
  return isKnown(fit, "e");
}

/** Whether the data determine the exponent, or both of a two-variable fit. */
export function isExponentKnown(fit: Fit): boolean {
  return isKnown(fit, "alpha") && (fit.form !== "chinchilla" || isKnown(fit, "beta"));
}

function isKnown(fit: Fit, parameter: string): boolean {
  return fit.identifiability[parameter]?.identified === true;
}

/** exp(a), as a power of ten where it has four digits or more. */
function factor(a: number): string {
  return a < Math.log(1000) ? fixed(Math.exp(a)) : `10^{${fixed(a / Math.LN10)}}`;
}

function fixed(value: number): string {
  return value.toFixed(2).replace("-", "−");
}
