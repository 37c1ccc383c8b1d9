import type {Figure, FigureData} from "../figure.ts";
import {straightLine} from "../look/line.ts";
import {cloud} from "../look/marks.ts";
import {families, familyNames, fitted} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain} from "../series/domain.ts";
import {measures} from "../series/measures.ts";
import {familyOf, isMain} from "../series/models.ts";
import {points} from "../series/points.ts";
import {regression} from "../series/regression.ts";
import {lineNote, sentences} from "../text/wording.ts";

/** Alignment of each region against validation accuracy, with straight lines; drawn by the authors, not in the paper. */
export function extraFig6Regression(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const models = data.models.filter((model) => isMain(model) && familyOf(model) !== undefined);
  const axes = measures.map(({heading, score}) => {
    const shown = models.flatMap((model) =>
      points([model], {series: familyOf(model) ?? "", axes: heading, x: ({acc}) => acc, y: score})
    );
    return {heading, points: shown, line: regression(shown, {axes: heading})};
  });
  const numbers = axes.flatMap(({points, line}) => [...points, ...line.numbers]);
  const domain = scoreDomain(numbers);
  const cells = axes.map(({heading, points, line}) => ({
    heading,
    key: tableKey(document, [{label: lineNote(line.line), colour: fitted.colour, line: true, band: true}], third),
    plot: drawAxes(document, {
      width: third,
      height: 160,
      x: {domain: [-0.02, 0.9], title: axisTitle.accuracy, log: false, step: 0.2},
      y: {domain, title: axisTitle.score, step: 0.2},
      marks: [
        ...familyNames.map((family) =>
          cloud(
            points.filter(({series}) => series === family),
            families[family],
            {radius: 1.6, opacity: 0.4}
          )
        ),
        ...straightLine(line.numbers, fitted.colour)
      ]
    })
  }));
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (n = ${axes[0]?.points.length ?? 0}); accuracy is that on the validation`,
    "set of its own data set. Lines: least squares, with 95% intervals of their heights; only for behavior does a line",
    "describe the points. The last axes of the authors' drawing are titled Behavioral. No bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment against accuracy, by region",
    key: flowingKey(
      document,
      familyNames.map((family) => families[family]),
      width.double
    ),
    rows: [cells.slice(0, 3), cells.slice(3)],
    caption
  });
  return {svg, caption, numbers};
}
