import * as Plot from "@observablehq/plot";
import {allocation, bestSplit, lawOf, misalignment} from "../../science/scaling-laws/allocation.ts";
import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Parameters} from "../../science/scaling-laws/form.ts";
import type {Recipe} from "../../science/scaling-laws/recipe.ts";
import {logSpaced} from "../../science/statistics/log-spaced.ts";
import {interval95} from "../../science/statistics/percentile.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {fitted} from "../../stages/figures/look/marks.ts";
import {fitted as look} from "../../stages/figures/look/palette.ts";
import {axisTitle, ink, width} from "../../stages/figures/look/theme.ts";
import {drawAxes} from "../../stages/figures/page/axes.ts";
import {assemble} from "../../stages/figures/page/page.ts";
import {logDomain, zoomedDomain} from "../../stages/figures/series/domain.ts";
import type {DrawnNumber} from "../../stages/figures/series/numbers.ts";
import {bootstrapInterval} from "../../stages/figures/series/prediction.ts";

/** A quantity and its 95 % interval over the resamples of the fit. */
export interface Estimate {
  value: number;
  low: number;
  high: number;
}

/** What a budget buys at the best split. */
export interface Purchase {
  parameters: Estimate;
  samples: Estimate;
  alignment: Estimate;
}

/**
 * The best split of a budget between parameters and samples seen, and the alignment that it predicts.
 * @param compute in FLOPs
 */
export function purchase(fit: Fit, {cost, units}: Recipe, compute: number): Purchase {
  const at = (parameters: Parameters) => {
    const law = lawOf(parameters);
    const split = allocation(law, cost);
    return split && bestSplit(law, cost, split, compute / units.compute);
  };
  const own = at(fit.parameters);
  if (!own) throw new Error(`the fit ${fit.experiment} has no best split`);
  const resampled = fit.bootstrap.parameters.flatMap((parameters) => at(parameters) ?? []);
  const estimate = (name: "parameters" | "samples" | "alignment", unit: number) => {
    const {low, high} = interval95(resampled.map((split) => split[name] * unit));
    return {value: own[name] * unit, low, high};
  };
  return {
    parameters: estimate("parameters", units.parameters),
    samples: estimate("samples", units.samples),
    alignment: estimate("alignment", 1)
  };
}

/** Alignment of every split of one budget: too small a model and too few samples both lose. */
export function splitPanel(document: Document, fit: Fit, recipe: Recipe, compute: number): Figure {
  const {cost, units} = recipe;
  const best = purchase(fit, recipe, compute);
  // C = m (N D)^n: the product of parameters and samples that the budget pays for.
  const product = (compute / units.compute / cost.m) ** (1 / cost.n);
  const middle = best.parameters.value / units.parameters;
  const curve = logSpaced(middle / 300, middle * 300, 80).map((parameters): DrawnNumber => {
    const score = (of: Parameters) => 1 - misalignment(lawOf(of), parameters, product / parameters);
    const interval = bootstrapInterval(fit, score);
    return {series: "split", mark: "curve", x: parameters * units.parameters, y: score(fit.parameters), ...interval};
  });
  const optimum: DrawnNumber = {
    series: "best split",
    mark: "point",
    x: best.parameters.value,
    y: best.alignment.value,
    ...(Number.isNaN(best.alignment.low) ? {} : {low: best.alignment.low, high: best.alignment.high})
  };
  const numbers = [...curve, optimum];
  const caption =
    "Each place on the line spends the same compute: larger models see fewer samples. Dot: the best split. " +
    `Band: 95% percentile interval over ${fit.bootstrap.losses.length} bootstraps.`;
  const plot = drawAxes(document, {
    width: width.single,
    height: 210,
    x: {domain: logDomain(curve), title: axisTitle.parameters},
    y: {domain: zoomedDomain(curve), title: axisTitle.score},
    marks: [...fitted(curve, look), Plot.dot([optimum], {x: "x", y: "y", r: 4, fill: "#cc3311", stroke: ink.text})]
  });
  return {
    svg: assemble(document, {width: width.single, title: "Ways to spend the budget", rows: [[{plot}]], caption}),
    caption,
    numbers
  };
}
