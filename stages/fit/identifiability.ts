import {type Form, parameterNames} from "../../science/scaling-laws/form.ts";
import {percentiles} from "../../science/scaling-laws/percentile.ts";
import type {ScalingLaw} from "./fit-scaling-law.ts";

/** Whether the data determine a parameter, and a sentence that says so. */
export interface Identifiability {
  identified: boolean;
  statement: string;
  /** Profile likelihood ratios 2 n log(L at the limit / L) of the limits that concern the parameter; null: infinite. */
  ratios: Record<string, number | null>;
}

/** 95 % quantile of chi-squared with one degree of freedom. */
const CRITICAL = 3.841;
/** An exponent whose 95 % interval spans more than this factor is called poorly determined. */
const WIDE = 10;

/**
 * What the data say about each parameter, from profile likelihoods and bootstrap intervals.
 *
 * The Huber loss is, up to its rounded corner, that of Laplace errors of log y with one scale; with the scale
 * profiled out, -2 log of the likelihood ratio between the best curve and the best curve at a limit is
 * 2 n log(loss at the limit / loss). A limit is excluded if that exceeds 3.84. The limits: no asymptote (E = 0),
 * a constant, and for the shifted form no shift and the exponential (shift and exponent both infinite).
 */
export function identifiability(law: ScalingLaw, form: Form, n: number): Record<string, Identifiability> {
  const ratio = (limit: string) => {
    const at = law.limits[limit];
    return at === undefined ? undefined : 2 * n * Math.log(at / law.original.loss);
  };
  const open = (limit: string) => {
    const value = ratio(limit);
    return value !== undefined && !(value > CRITICAL);
  };
  const answer = (relevant: string[], doubts: (string | false)[], fine: string): Identifiability => {
    const found = doubts.filter((doubt) => doubt !== false);
    const ratios = relevant.flatMap((limit) => {
      const value = ratio(limit);
      return value === undefined ? [] : [[limit, Number.isFinite(value) ? value : null] as const];
    });
    return {
      identified: found.length === 0,
      statement: found.length === 0 ? fine : found.join("; "),
      ratios: Object.fromEntries(ratios)
    };
  };

  const names = parameterNames(form);
  const interval = (name: string) => {
    const index = names.indexOf(name);
    const values = law.bootstrap.map(({parameters}) => parameters[index]!);
    return percentiles(values, [2.5, 97.5]);
  };
  const exact = n <= names.length && `${n} points for ${names.length} parameters: the curve passes through all of them`;
  const flat = open("constant") && "the curve is not distinguishable from a constant";
  const runaway =
    open("exponential") &&
    "exponent not determined: it rises together with the shift, and the curve is not distinguishable from an exponential";
  const exponent = (name: string, limit: string, variable: string): Identifiability => {
    const [low = Number.NaN, high = Number.NaN] = interval(name);
    const span = `95 % of the resamples lie between ${low.toPrecision(3)} and ${high.toPrecision(3)}`;
    const vague = !flat && !runaway && (low * high < 0 || high > WIDE * low) && `poorly determined: ${span}`;
    const absent = form === "chinchilla" && open(limit) && `no dependence on ${variable} can be told from the data`;
    return answer([limit, "exponential"], [exact, flat, absent, runaway, vague], `determined by the data: ${span}`);
  };
  const prefactor = (of: Identifiability): Identifiability =>
    of.identified ? of : {...of, statement: `as its exponent: ${of.statement}`};

  const asymptote = answer(
    ["no asymptote"],
    [
      exact,
      flat || (open("no asymptote") && "asymptote not distinguishable from 0: without one the data are fitted as well")
    ],
    "determined by the data: without an asymptote they are fitted significantly worse"
  );
  if (form === "chinchilla") {
    const alpha = exponent("alpha", "first constant", "the first variable");
    const beta = exponent("beta", "second constant", "the second variable");
    return {e: asymptote, a: prefactor(alpha), alpha, b: prefactor(beta), beta};
  }
  const alpha = exponent("alpha", "constant", "the variable");
  if (form === "power_law") return {e: asymptote, a: prefactor(alpha), alpha};
  const lambda = answer(
    ["no shift", "exponential"],
    [
      exact,
      flat,
      open("no shift") && "shift not distinguishable from 0",
      open("exponential") && "shift without an upper limit: it rises together with the exponent"
    ],
    "determined by the data: neither no shift nor an exponential fits them as well"
  );
  return {e: asymptote, a: prefactor(alpha), lambda, alpha};
}
