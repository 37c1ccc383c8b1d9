import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {cloud, fitted} from "../look/marks.ts";
import {families, familyNames, fitted as fittedLook} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {curve} from "../series/curves.ts";
import {logDomain, zoomedDomain} from "../series/domain.ts";
import {familyOf, isMain, overallMean} from "../series/models.ts";
import {points} from "../series/points.ts";
import {equation} from "../text/equation.ts";
import {bandNote, identifiabilityNote, sentences, unitNote} from "../text/wording.ts";

/** Figure 2c: mean alignment of models trained on full data sets against their number of parameters. */
export function fig2c(data: FigureData, document: Document): Figure {
  const fit = fitOf(data, "parameter_scaling");
  const clouds = familyNames.map((family) => ({
    look: families[family],
    points: points(
      data.models.filter((model) => isMain(model) && model.samples_per_class === 0 && familyOf(model) === family),
      {series: family, x: (model) => model.n_params, y: overallMean}
    )
  }));
  const line = curve(fit, {series: "fit", extend: 1});
  const models = clouds.flatMap((cloud) => cloud.points);
  const numbers = [...models, ...line];
  const caption = sentences([
    `Each point is a model trained on all of ImageNet or ecoset (n = ${models.length}).`,
    "*S*: mean of V1, V2, V4, IT and behavior; its axis does not start at 0. Line: power law.",
    bandNote([{fit}]),
    unitNote(fit, ["N"]),
    identifiabilityNote([{fit, name: "the curve"}])
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 220,
    x: {domain: logDomain(numbers), title: axisTitle.parameters},
    y: {domain: zoomedDomain(numbers, {step: 0.05}), title: axisTitle.score, step: 0.05},
    marks: [
      ...clouds.map(({points, look}) => cloud(points, look, {radius: 2.5, opacity: 0.7})),
      ...fitted(line, fittedLook)
    ]
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Mean alignment against model size",
    key: stackKeys(document, [
      tableKey(
        document,
        [{label: equation(fit, "N"), colour: fittedLook.colour, line: true, band: true}],
        width.single
      ),
      flowingKey(
        document,
        clouds.map(({look}) => look),
        width.single
      )
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
