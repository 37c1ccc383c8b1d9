import type {Figure, FigureData} from "../figure.ts";
import {cloud} from "../look/marks.ts";
import {families, familyNames} from "../look/palette.ts";
import {width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain} from "../series/domain.ts";
import {type Measure, regionMeasures} from "../series/measures.ts";
import {familyOf, isMain, type Model} from "../series/models.ts";
import {type Point, points} from "../series/points.ts";
import {sentences} from "../text/wording.ts";

const COLUMNS = 5;

/** Figure S7: each score against validation accuracy, and against each of the other scores. */
export function figS7(data: FigureData, document: Document): Figure {
  const models = data.models.filter((model) => isMain(model) && familyOf(model) !== undefined);
  const accuracy = {heading: "Accuracy", score: (model: Model) => model.acc};
  const pairs = [
    ...regionMeasures.map((up) => ({across: accuracy, up})),
    ...regionMeasures.flatMap((up, i) => regionMeasures.slice(0, i).map((across) => ({across: ofModel(across), up})))
  ];
  const axes = pairs.map(({across, up}) => {
    const name = `${up.heading}, ${across.heading}`;
    return {
      across: across.heading,
      up: up.heading,
      clouds: familyNames.map((family) => ({
        look: families[family],
        points: points(
          models.filter((model) => familyOf(model) === family),
          {series: family, axes: name, x: across.score, y: up.score}
        )
      }))
    };
  });
  const n = axes[0]?.clouds.reduce((sum, {points}) => sum + points.length, 0) ?? 0;
  const all = axes.map(({clouds, ...rest}) => ({...rest, clouds, drawn: clouds.flatMap(({points}) => points)}));
  const domainOf = (heading: string) =>
    scoreDomain(
      all.flatMap(({across, up, drawn}) => [
        ...(up === heading ? drawn : []),
        ...(across === heading ? drawn.map((point) => ({...point, y: point.x})) : [])
      ])
    );
  const cells = all.map(({across, up, clouds}) => ({
    plot: drawAxes(document, {
      width: width.double / COLUMNS,
      height: 126,
      x: {domain: domainOf(across), title: across, log: false, step: across === "V1" ? 0.1 : 0.2},
      y: {domain: domainOf(up), title: up, step: up === "V1" ? 0.1 : 0.2},
      marks: clouds.map(({points, look}) => cloud(points, look, {radius: 1.2, opacity: 0.4}))
    })
  }));
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (n = ${n} in each pair of axes). First row: against accuracy on the`,
    "validation set of the model's own data set; rows below: each pair of regions, and of behavior. The published drawing",
    "sets these as a triangle and has no key for its markers. No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Scores of regions against accuracy and against each other",
    key: flowingKey(
      document,
      familyNames.map((family) => families[family]),
      width.double
    ),
    rows: [cells.slice(0, COLUMNS), cells.slice(COLUMNS, 2 * COLUMNS), cells.slice(2 * COLUMNS)],
    caption
  });
  return {svg, caption, numbers: all.flatMap(({drawn}): Point[] => drawn)};
}

function ofModel({heading, score}: Measure): {heading: string; score: (model: Model) => number | null} {
  return {heading, score};
}
