import type {Figure, FigureData} from "../figure.ts";
import {meanLine} from "../look/marks.ts";
import {families, familyNames} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {meansByX} from "../series/means.ts";
import {familyOf, isMain, isVariant, overallMean} from "../series/models.ts";
import {sentences} from "../text/wording.ts";

/** Figure 3b: mean alignment against samples seen, by architecture family. */
export function fig3b(data: FigureData, document: Document): Figure {
  const models = data.models.filter((model) => isMain(model) && !isVariant(model) && familyOf(model) !== undefined);
  const series = familyNames.map((family) => ({
    look: families[family],
    means: meansByX(
      models.filter((model) => familyOf(model) === family),
      {series: family, x: (model) => model.n_samples_seen, y: overallMean}
    )
  }));
  const numbers = series.flatMap(({means}) => means);
  const n = numbers.reduce((sum, {n = 0}) => sum + n, 0);
  const caption = sentences([
    `Means over the models of a family that saw equally many samples (n = ${n} models of ImageNet and ecoset in all;`,
    "variants of width and depth, which exist on full data sets only, are left out; the published lines dip where they",
    "come in).",
    "*S*: mean of V1, V2, V4, IT and behavior. Bands, or vertical lines where some means are of one model: 95% intervals of",
    "the mean over sizes and seeds (Student's t); no bootstraps."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 226,
    x: {domain: logDomain(numbers), title: axisTitle.samples},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: series.flatMap(({means, look}) => meanLine(means, look))
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Mean alignment against samples seen, by architecture",
    key: flowingKey(
      document,
      series.map(({look, means}) => ({...look, line: true, band: means.every(({low}) => low !== undefined)})),
      width.single
    ),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
