import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {regions as regionNames} from "../../../science/selection/published-tables.ts";
import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {regions} from "../look/palette.ts";
import {ink, width} from "../look/theme.ts";
import {drawBarAxes} from "../page/bar-axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain} from "../series/domain.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {bootstrapInterval} from "../series/prediction.ts";
import {spokenBars} from "../text/spoken.ts";
import {bootstraps, power, sentences} from "../text/wording.ts";

/**
 * Gain of a region: A 10^-alpha (section 3.4 of the paper), which is the height of the power-law term of misalignment
 * at ten units of compute.
 */
function gain({a = Number.NaN, alpha = Number.NaN}: Record<string, number>): number {
  return Math.exp(a) * 10 ** -alpha;
}

/** Figure 5b: what compute can still gain, by region, for the architectures of strong prior. */
export function fig5b(data: FigureData, document: Document): Figure {
  const fits = regionNames.map((region) => {
    const name = region === "Behavioral" ? "behavior" : region.toLowerCase();
    return {region, fit: fitOf(data, `region_${name}_group1`)};
  });
  const average = fitOf(data, "region_avg_group1");
  const bars = fits.map(({region, fit}) => bar(region, "bar", fit));
  const reference = bar("Mean of the five", "reference", average);
  const numbers = [...bars, reference];
  const all = [...fits, {fit: average}];
  const unit = average.x[0]?.unit ?? Number.NaN;
  const caption = sentences([
    `Gain: *A* · 10^{−α}, the height of the power-law term of misalignment at *C* = ${power(10 * unit)} FLOPs.`,
    `Bars: fits to ResNet, EfficientNet, CORnet-S and AlexNet (n = ${average.n} each); whiskers: 95% percentile`,
    `intervals over ${bootstraps(all)} bootstraps. The published bars are means over bootstraps, its whiskers intervals of`,
    "these means, hence almost nothing."
  ]);
  const plot = drawBarAxes(document, {
    width: width.single,
    height: 200,
    bars,
    colourOf: ({x}) => regionNames.flatMap((region) => (region === x ? [regions[region].colour] : []))[0] ?? ink.quiet,
    reference,
    y: {domain: scoreDomain(numbers, {step: 0.2}), title: "Gain", step: 0.2}
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Gain from compute by region",
    key: tableKey(
      document,
      [{label: `Fit to the mean of the five (${reference.y.toFixed(2)})`, colour: ink.text, line: 1, dash: "4,2.5"}],
      width.single
    ),
    rows: [[{plot}]],
    values: spokenBars(bars),
    caption
  });
  return {svg, caption, numbers};
}

function bar(x: string, mark: "bar" | "reference", fit: Fit): DrawnNumber {
  return {series: "gain", mark, x, y: gain(fit.parameters), n: fit.n, ...bootstrapInterval(fit, gain)};
}
