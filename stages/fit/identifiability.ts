import {type Form, parameterNames} from "../../science/scaling-laws/form.ts";
import {finitePercentiles} from "../../science/statistics/percentile.ts";
import type {ScalingLaw} from "./fit-scaling-law.ts";

/** Whether the data determine a parameter, and a sentence that says so. */
export type Identifiability = {
  identified: boolean;
  statement: string;
  /** Profile likelihood ratio of each limit that concerns the parameter; null where infinite. */
  ratios: Record<string, number | null>;
};

/** 95 % quantile of chi-squared with one degree of freedom. */
const CRITICAL = 3.841;
/** An exponent whose 95 % interval spans more than this factor is called poorly determined. */
const WIDE = 10;
/** The published e of a resample without an asymptote lies below this. */
const NO_ASYMPTOTE = -40;

/**
 * What the data say about each parameter, from profile likelihoods and bootstrap intervals.
 *
 * The Huber loss is, up to its rounded corner, that of Laplace errors of log y with one scale. With the scale
 * profiled out, the likelihood ratio (-2 log) of the best curve at a limit against the best curve is
 * 2 n log(loss at the limit / loss), taken with n less the number of parameters because n may be small.
 * A limit is excluded above 3.84. The limits: no asymptote (E = 0), a constant, and for the shifted form no shift
 * and the exponential, where shift and exponent are both infinite.
 */
export function identifiability(law: ScalingLaw, form: Form, n: number): Record<string, Identifiability> {
  const names = parameterNames(form);
  const ratio = (limit: string) => 2 * Math.max(n - names.length, 0) * Math.log(law.limits[limit]! / law.original.loss);
  const open = (limit: string) => limit in law.limits && !(ratio(limit) > CRITICAL);
  const answer = (limits: string[], doubts: (string | false)[], otherwise: string): Identifiability => {
    const found = doubts.filter((doubt) => doubt !== false);
    const present = limits.filter((limit) => limit in law.limits);
    return {
      identified: found.length === 0,
      statement: found.length === 0 ? otherwise : found.join("; "),
      ratios: Object.fromEntries(present.map((limit) => [limit, Number.isFinite(ratio(limit)) ? ratio(limit) : null]))
    };
  };
  const resampled = (name: string) => law.bootstrap.map(({parameters}) => parameters[names.indexOf(name)]!);

  const interpolates =
    n <= names.length && `${n} points for ${names.length} parameters: the curve can pass through all`;
  const flat = open("constant") && "the curve is not distinguishable from a constant";
  const exponential =
    open("exponential") &&
    "exponent not determined: it rises together with the shift; an exponential fits the data as well";

  const asymptote = (): Identifiability => {
    const without = resampled("e").filter((e) => e < NO_ASYMPTOTE).length / law.bootstrap.length;
    const indistinct = open("no asymptote") && "asymptote not distinguishable from 0: without one the data fit as well";
    const wavering = without >= 0.025 && `no asymptote in ${(100 * without).toPrecision(2)} % of the resamples`;
    const doubts = [interpolates, flat, !flat && indistinct, !flat && !indistinct && wavering];
    return answer(["no asymptote"], doubts, "determined: without an asymptote the data fit significantly worse");
  };

  const exponent = (name: string, limit: string): Identifiability => {
    const [low = Number.NaN, high = Number.NaN] = finitePercentiles(resampled(name), [2.5, 97.5]);
    const span = `95 % of the resamples lie between ${low.toPrecision(3)} and ${high.toPrecision(3)}`;
    const [least, most] = [Math.min(Math.abs(low), Math.abs(high)), Math.max(Math.abs(low), Math.abs(high))];
    const absent = !flat && open(limit) && "not distinguishable from 0: the data fit as well without this variable";
    const vague = !exponential && (low * high < 0 || most > WIDE * least) && `poorly determined: ${span}`;
    const doubts = [interpolates, flat, absent, exponential, vague];
    return answer([limit, "exponential"], doubts, law.bootstrap.length > 0 ? `determined: ${span}` : "determined");
  };

  const prefactor = (of: Identifiability): Identifiability => {
    const statement = of.identified ? "determined, together with its exponent" : `as its exponent: ${of.statement}`;
    return {...of, statement};
  };

  const shift = (): Identifiability => {
    const none = open("no shift") && "shift not distinguishable from 0";
    const endless = open("exponential") && "shift not determined: it rises together with the exponent, without a limit";
    const doubts = [interpolates, flat, none, endless];
    return answer(["no shift", "exponential"], doubts, "determined: no shift and an exponential both fit worse");
  };

  const e = asymptote();
  if (form === "chinchilla") {
    const [alpha, beta] = [exponent("alpha", "first constant"), exponent("beta", "second constant")];
    return {e, a: prefactor(alpha), alpha, b: prefactor(beta), beta};
  }
  const alpha = exponent("alpha", "constant");
  const a = prefactor(alpha);
  return form === "power_law" ? {e, a, alpha} : {e, a, lambda: shift(), alpha};
}
