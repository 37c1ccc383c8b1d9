import type {Figure, FigureData} from "../figure.ts";
import {cloud} from "../look/marks.ts";
import {families, familyNames} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {familyOf, isMain} from "../series/models.ts";
import {points} from "../series/points.ts";
import {sentences} from "../text/wording.ts";

/** Figure S9: validation accuracy against training compute, by architecture. */
export function figS9(data: FigureData, document: Document): Figure {
  const clouds = familyNames.map((family) => ({
    look: families[family],
    points: points(
      data.models.filter((model) => isMain(model) && familyOf(model) === family),
      {series: family, x: (model) => model.total_flops, y: (model) => model.acc}
    )
  }));
  const numbers = clouds.flatMap(({points}) => points);
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (n = ${numbers.length}); its accuracy is that on the validation set`,
    "of its own data set. No curve: the authors' drawing has one that falls with compute (*E* = 0.28) through points that",
    "rise, since it fits accuracy as if it were an error. No fits, no bootstraps."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 226,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: [0, scoreDomain(numbers)[1]], title: axisTitle.accuracy},
    marks: clouds.map(({points, look}) => cloud(points, look, {radius: 2.2, opacity: 0.55}))
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Validation accuracy against training compute",
    key: flowingKey(
      document,
      clouds.map(({look}) => look),
      width.single
    ),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
