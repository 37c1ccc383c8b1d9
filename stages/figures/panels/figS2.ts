import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {cloud, fitted, openMarkers} from "../look/marks.ts";
import {families, fitted as fittedLook, hybridNames, hybrids} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {curve} from "../series/curves.ts";
import {logDomain, zoomedDomain} from "../series/domain.ts";
import {familyOf, type Model, overallMean} from "../series/models.ts";
import {points} from "../series/points.ts";
import {equation} from "../text/equation.ts";
import {bandNote, identifiabilityNote, listed, sentences, unitNote} from "../text/wording.ts";

const trained = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const;

/** Figure S2: mean alignment of pretrained models against their number of parameters. */
export function figS2(data: FigureData, document: Document): Figure {
  const fit = fitOf(data, "parameter_pretrained_scaling");
  const models = data.models.filter(isComplete);
  const own = (series: string, of: (model: Model) => boolean) =>
    points(models.filter(of), {series, x: (model) => model.n_params, y: overallMean});
  const filled = trained.map((family) => ({
    look: families[family],
    points: own(family, (model) => familyOf(model) === family)
  }));
  const open = hybridNames.map((name) => ({
    look: hybrids[name],
    points: own(hybrids[name].label, (model) => model.arch_family === name)
  }));
  const line = curve(fit, {series: "fit", extend: 1});
  const shown = [...filled, ...open];
  const drawn = shown.flatMap(({points}) => points);
  const numbers = [...drawn, ...line];
  const sizes = shown.map(({look, points}) => `${look.label} ${points.length}`);
  const caption = sentences([
    `Each point is a pretrained model of torchvision, timm or OpenCLIP (n = ${drawn.length}: ${listed(sizes)});`,
    "19 further models lack a data set, FLOPs or parameters in the released table and are left out, as from the fit.",
    "*S*: mean of V1, V2, V4, IT and behavior; its axis does not start at 0. Line: power law.",
    bandNote([{fit}]),
    unitNote(fit, ["N"]),
    identifiabilityNote([{fit, name: "the curve"}]),
    "The paper's text has 94 models and *S* = 0.43 − 0.32 *Ñ*^{−0.78}, which the released table does not give; its",
    "drawing has six colors for nine families."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 226,
    x: {domain: logDomain(numbers), title: axisTitle.parameters},
    y: {domain: zoomedDomain(numbers, {step: 0.05}), title: axisTitle.score, step: 0.05},
    marks: [
      ...filled.map(({points, look}) => cloud(points, look, {radius: 2.5, opacity: 0.6})),
      ...fitted(line, fittedLook),
      ...open.map(({points, look}) => openMarkers(points, look, {radius: 2.6}))
    ]
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Pretrained models: mean alignment against size",
    key: stackKeys(document, [
      tableKey(
        document,
        [{label: equation(fit, "N"), colour: fittedLook.colour, line: true, band: true}],
        width.single
      ),
      flowingKey(
        document,
        [...filled.map(({look}) => look), ...open.map(({look}) => ({...look, hollow: true}))],
        width.single
      )
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}

/** Pretrained, with everything that the fit groups its rows by. */
function isComplete(model: Model): boolean {
  return model.is_pretrained && model.dataset !== null && model.flops !== null && model.n_params !== null;
}
