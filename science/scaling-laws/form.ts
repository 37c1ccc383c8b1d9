/**
 * The three curves that the study fits to misalignment L = 1 - S (Gokce & Schrimpf 2025, section 2 and appendix B):
 *
 * - `power_law`:       L = E + A X^-alpha
 * - `power_law_shift`: L = E + A (X + 10^lambda)^-alpha
 * - `chinchilla`:      L = E + A N^-alpha + B D^-beta
 *
 * with E = exp(e), A = exp(a), B = exp(b); X, N, D are divided by the experiment's units beforehand.
 */
export const forms = ["power_law", "power_law_shift", "chinchilla"] as const;
export type Form = (typeof forms)[number];

/** Log-space parameters by name, as the released fits have them. */
export type Parameters = Record<string, number>;

const names = {
  power_law: ["e", "a", "alpha"],
  power_law_shift: ["e", "a", "lambda", "alpha"],
  chinchilla: ["e", "a", "alpha", "b", "beta"]
} as const satisfies Record<Form, readonly string[]>;

/** Names of a form's parameters, in the order of the released files. */
export function parameterNames(form: Form): readonly string[] {
  return names[form];
}

/** Number of independent variables of a form. */
export function variableCount(form: Form): 1 | 2 {
  return form === "chinchilla" ? 2 : 1;
}

/**
 * Misalignment L that a fitted curve predicts.
 * @param x one value a variable, in the experiment's units (total_flops / 1e13, ...)
 */
export function misalignment(form: Form, parameters: Parameters, x: readonly number[]): number {
  const {e = Number.NaN, a = Number.NaN, alpha = Number.NaN} = parameters;
  const [first = Number.NaN, second = Number.NaN] = x;
  if (form === "power_law") return Math.exp(e) + Math.exp(a - alpha * Math.log(first));
  if (form === "power_law_shift") {
    const {lambda = Number.NaN} = parameters;
    return Math.exp(e) + Math.exp(a - alpha * Math.log(first + 10 ** lambda));
  }
  const {b = Number.NaN, beta = Number.NaN} = parameters;
  return Math.exp(e) + Math.exp(a - alpha * Math.log(first)) + Math.exp(b - beta * Math.log(second));
}

/** Alignment S = 1 - L of a fitted curve. */
export function alignment(form: Form, parameters: Parameters, x: readonly number[]): number {
  return 1 - misalignment(form, parameters, x);
}
