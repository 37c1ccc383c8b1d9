import * as Plot from "@observablehq/plot";
import type {Figure, FigureData} from "../figure.ts";
import {plotSymbol} from "../look/markers.ts";
import {datasets, families, familyNames} from "../look/palette.ts";
import {rampColour, rampKey} from "../look/ramp.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {scoreDomain, valueDomain} from "../series/domain.ts";
import {familyOf, isMain, type Model} from "../series/models.ts";
import {type Point, points} from "../series/points.ts";
import {sentences} from "../text/wording.ts";

/** What tells the panels of accuracy apart. */
export interface AccuracyPanel {
  title: string;
  axis: string;
  score: (model: Model) => number | null;
  note: string;
  /** The one training data set to show; ImageNet and ecoset unless said. */
  dataset?: "imagenet" | "ecoset";
}

/** Alignment against validation accuracy: markers by family, colour by samples seen. */
export function accuracyPanel(
  {title, axis, score, note, dataset}: AccuracyPanel,
  data: FigureData,
  document: Document
): Figure {
  const models = data.models.filter((model) => isMain(model) && (!dataset || model.dataset === dataset));
  const clouds = familyNames.map((family) => ({
    look: families[family],
    points: points(
      models.filter((model) => familyOf(model) === family),
      {series: family, x: (model) => model.acc, y: score, colour: (model) => model.n_samples_seen}
    )
  }));
  const numbers = clouds.flatMap((cloud) => cloud.points);
  const shades = valueDomain(numbers.flatMap(({colour}) => (colour === undefined ? [] : [colour])));
  const caption = sentences([
    `Each point is a model trained on ${dataset ? datasets[dataset].label : "ImageNet or ecoset"} (n = ${numbers.length}); its accuracy is that on the validation`,
    "set of its own data set.",
    note,
    "No fits, no bootstraps."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 216,
    x: {domain: [-0.02, 0.9], title: axisTitle.accuracy, log: false},
    y: {domain: scoreDomain(numbers), title: axis},
    marks: clouds.map(({points, look}) =>
      Plot.dot(points, {
        x: "x",
        y: "y",
        r: 2.4,
        symbol: plotSymbol(look.shape),
        fill: ({colour = Number.NaN}: Point) => rampColour(colour, shades),
        fillOpacity: 0.85
      })
    )
  });
  const svg = assemble(document, {
    width: width.single,
    title,
    key: stackKeys(document, [
      flowingKey(
        document,
        clouds.map(({look}) => ({label: look.label, shape: look.shape, colour: ink.quiet})),
        width.single
      ),
      rampKey(document, "Samples seen *D*", shades)
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
