import * as Plot from "@observablehq/plot";
import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {plotSymbol} from "../look/markers.ts";
import {fitted} from "../look/marks.ts";
import {families, familyNames, fitted as fittedLook} from "../look/palette.ts";
import {rampColour, rampKey} from "../look/ramp.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys, tableKey, titledKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain, valueDomain} from "../series/domain.ts";
import {frontier} from "../series/frontier.ts";
import {familyOf, hasEnoughSamples, isMain, overallMean} from "../series/models.ts";
import {type Point, points} from "../series/points.ts";
import {equation} from "../text/equation.ts";
import {bandNote, identifiabilityNote, sentences, unitNote} from "../text/wording.ts";

const BUDGETS = [1e14, 3e20] as const;

/** Figure 4a: mean alignment against training compute, and what the best split of the compute would reach. */
export function fig4a(data: FigureData, document: Document): Figure {
  const fit = fitOf(data, "compute_chinchilla");
  const {recipe} = data;
  if (!recipe) throw new Error("panel fig4a needs the recipe: give it to the stage as its input `recipe`");
  const models = data.models.filter((model) => isMain(model) && hasEnoughSamples(model));
  const clouds = familyNames.map((family) => ({
    look: families[family],
    points: points(
      models.filter((model) => familyOf(model) === family),
      {
        series: family,
        x: (model) => model.total_flops,
        y: overallMean,
        size: (model) => model.n_params,
        colour: (model) => model.n_samples_seen
      }
    )
  }));
  const dots = clouds.flatMap((cloud) => cloud.points);
  const line = frontier(fit, recipe, BUDGETS, "compute-optimal");
  const numbers = [...dots, ...line];
  const shades = valueDomain(dots.flatMap(({colour}) => (colour === undefined ? [] : [colour])));
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (n = ${dots.length}; ConvNeXt and ViT only at 300 images per class`,
    "and on full data sets). *S*: mean of V1, V2, V4, IT and behavior. Line: the fit at the split of *C* between *N* and *D*",
    "that makes it largest.",
    bandNote([{fit}]),
    unitNote(fit, ["N", "D"]),
    identifiabilityNote([{fit, name: "the fit"}]),
    "The published key has the signs of its exponents wrong, and the curve an inverted factor in *N* and *D*, which moves",
    "it by less than 0.001."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 230,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: [
      ...clouds.map(({points, look}) =>
        Plot.dot(points, {
          x: "x",
          y: "y",
          r: {value: ({size = Number.NaN}: Point) => radiusOf(size), scale: null},
          symbol: plotSymbol(look.shape),
          fill: ({colour = Number.NaN}: Point) => rampColour(colour, shades),
          fillOpacity: 0.85,
          sort: null
        })
      ),
      ...fitted(line, fittedLook)
    ]
  });
  const sizes = [1e6, 1e7, 1e8].map((parameters) => ({
    label: `10^{${Math.log10(parameters)}}`,
    colour: ink.quiet,
    shape: "circle" as const,
    radius: radiusOf(parameters)
  }));
  const optimal = {label: equation(fit, "N", "D"), colour: fittedLook.colour, line: true, band: true};
  const svg = assemble(document, {
    width: width.single,
    title: "Compute-optimal frontier",
    key: stackKeys(document, [
      tableKey(document, [optimal], width.single),
      flowingKey(
        document,
        clouds.map(({look}) => ({label: look.label, shape: look.shape, colour: ink.quiet})),
        width.single
      ),
      titledKey(document, "Parameters *N*", sizes, width.single),
      rampKey(document, "Samples seen *D*", shades)
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}

/** From 1.2 px for 10⁵ parameters, 0.65 px more each factor of ten. */
function radiusOf(parameters: number): number {
  return Math.max(1.2, 1.2 + 0.65 * (Math.log10(parameters) - 5));
}
