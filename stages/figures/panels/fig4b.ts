import * as Plot from "@observablehq/plot";
import type {Figure, FigureData} from "../figure.ts";
import {cloud, dashed, openMarkers} from "../look/marks.ts";
import {datasets, type Family, families, familyNames, type Look} from "../look/palette.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys, titledKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {grouped} from "../series/grouped.ts";
import {meanRange} from "../series/mean-interval.ts";
import {meansByX} from "../series/means.ts";
import {familyOf, isMain, type Model, overallMean} from "../series/models.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {sentences} from "../text/wording.ts";

const shown = ["imagenet", "ecoset"] as const;

/** Figure 4b: mean alignment against training compute, one line an architecture, as wide as it is large. */
export function fig4b(data: FigureData, document: Document): Figure {
  const half = width.double / 2;
  const models = data.models.filter((model) => isMain(model) && familyOf(model) !== undefined);
  const axes = shown.map((dataset) => ({
    heading: datasets[dataset].label,
    lines: architectureLines(
      models.filter((model) => model.dataset === dataset),
      datasets[dataset].label
    )
  }));
  const numbers = axes.flatMap(({lines}) => lines.flatMap(({means}) => means));
  const n = numbers.reduce((sum, mean) => sum + mean.n, 0);
  const x = {domain: logDomain(numbers), title: axisTitle.compute};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score};
  const cells = axes.map(({heading, lines}) => ({
    heading,
    plot: drawAxes(document, {width: half, height: 236, x, y, marks: lines.flatMap(lineMarks)})
  }));
  const caption = sentences([
    "One line an architecture, through its training on more and more images per class; open markers:",
    "variants of width and depth, trained on the full data set only.",
    `*S*: mean of V1, V2, V4, IT and behavior, averaged over 1 to 3 seeds (n = ${n} models);`,
    "vertical lines: from the lowest to the highest seed. The published lines join both",
    "data sets, hence zigzag. No fits, no bootstraps."
  ]);
  const sizes = [1e6, 1e7, 1e8].map((parameters) => ({
    label: `10^{${Math.log10(parameters)}}`,
    colour: ink.quiet,
    line: lineWidthOf(parameters)
  }));
  const svg = assemble(document, {
    width: width.double,
    title: "Mean alignment against training compute, by architecture and size",
    key: stackKeys(document, [
      flowingKey(
        document,
        familyNames.map((family) => ({...families[family], line: true})),
        width.double
      ),
      titledKey(document, "Parameters *N*", sizes, width.double)
    ]),
    rows: [cells],
    caption
  });
  return {svg, caption, numbers};
}

interface ArchitectureLine {
  family: Family;
  means: (DrawnNumber & {x: number; n: number})[];
  strokeWidth: number;
}

function architectureLines(models: readonly Model[], axes: string): ArchitectureLine[] {
  return [...grouped(models, ({arch}) => arch)].flatMap(([arch, same]) => {
    const [first] = same;
    const family = first && familyOf(first);
    if (!family || first.n_params === null) return [];
    const size = first.n_params;
    const means = meansByX(same, {
      series: family,
      axes,
      label: arch,
      x: (model) => model.total_flops,
      y: overallMean,
      mean: meanRange
    });
    return [{family, means: means.map((mean) => ({...mean, size})), strokeWidth: lineWidthOf(size)}];
  });
}

function lineMarks({family, means, strokeWidth}: ArchitectureLine): Plot.Markish[] {
  const {colour, shape, dash} = familyLook(family);
  const ranges = means.filter(({low}) => low !== undefined);
  return [
    Plot.ruleX(ranges, {x: "x", y1: "low", y2: "high", stroke: colour, strokeWidth: 0.8, strokeOpacity: 0.5}),
    Plot.line(means, {x: "x", y: "y", stroke: colour, strokeWidth, ...dashed(dash)}),
    means.length > 1
      ? cloud(means, {label: family, colour, shape}, {radius: 1.8, opacity: 1})
      : openMarkers(means, {label: family, colour, shape}, {radius: 1.8})
  ];
}

function familyLook(family: Family): Look {
  return families[family];
}

/** From 0.5 px for 10⁵ parameters to 2.4 px for 3 × 10⁸. */
function lineWidthOf(parameters: number): number {
  return Math.max(0.5, 0.5 + (Math.log10(parameters) - 5) * 0.55);
}
