import type {Parameters} from "./form.ts";

/** The two-variable law L = E + A N^-alpha + B D^-beta, with E, A, B as people write them. */
export interface TwoVariableLaw {
  E: number;
  A: number;
  alpha: number;
  B: number;
  beta: number;
}

/** Compute as a power of parameters times samples: C = m (N D)^n, in the units of a two-variable fit. */
export interface CostModel {
  m: number;
  n: number;
}

/** The law of log-space parameters. */
export function lawOf(parameters: Parameters): TwoVariableLaw {
  const {e = Number.NaN, a = Number.NaN, alpha = Number.NaN, b = Number.NaN, beta = Number.NaN} = parameters;
  return {E: Math.exp(e), A: Math.exp(a), alpha, B: Math.exp(b), beta};
}

/** How compute is best split: N* = G (C / m)^(a / n), D* = G^-1 (C / m)^(b / n). */
export interface Allocation {
  /** a / n: how the best number of parameters grows with compute. */
  parameterExponent: number;
  /** b / n: how the best number of samples seen grows with compute. */
  sampleExponent: number;
  G: number;
}

/** What a budget buys at the best split, in the fit's units. */
export interface BestSplit {
  parameters: number;
  samples: number;
  /** Predicted S = 1 - L. */
  alignment: number;
}

/**
 * The split that minimises L at a given compute: with C = m (N D)^n, dL/dN = 0 gives
 * N^(alpha + beta) = (alpha A / (beta B)) (N D)^beta, hence G = (alpha A / (beta B))^(1 / (alpha + beta)),
 * a = beta / (alpha + beta), b = alpha / (alpha + beta) (study, section 3.3).
 * @returns undefined where alpha or beta is not positive: the loss has then no minimum on the budget line
 */
export function allocation({A, alpha, B, beta}: TwoVariableLaw, {n}: CostModel): Allocation | undefined {
  if (!(alpha > 0 && beta > 0)) return undefined;
  const sum = alpha + beta;
  return {
    parameterExponent: beta / sum / n,
    sampleExponent: alpha / sum / n,
    G: ((alpha * A) / (beta * B)) ** (1 / sum)
  };
}

/**
 * The best split of a budget.
 * @param compute C in the fit's units
 */
export function bestSplit(law: TwoVariableLaw, cost: CostModel, split: Allocation, compute: number): BestSplit {
  const base = compute / cost.m;
  const parameters = split.G * base ** split.parameterExponent;
  const samples = base ** split.sampleExponent / split.G;
  return {parameters, samples, alignment: 1 - misalignment(law, parameters, samples)};
}

/** L of the law at N parameters and D samples, in the fit's units. */
export function misalignment({E, A, alpha, B, beta}: TwoVariableLaw, parameters: number, samples: number): number {
  return E + A * parameters ** -alpha + B * samples ** -beta;
}
