import * as Plot from "@observablehq/plot";
import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {fitted} from "../look/marks.ts";
import {fitted as fittedLook} from "../look/palette.ts";
import {rampColour, rampKey} from "../look/ramp.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {stackKeys, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {curve} from "../series/curves.ts";
import {logDomain, scoreDomain, valueDomain} from "../series/domain.ts";
import {isSimclrResNet, overallMean} from "../series/models.ts";
import {type Point, points} from "../series/points.ts";
import {equation} from "../text/equation.ts";
import {bandNote, beyondNote, identifiabilityNote, sentences, unitNote} from "../text/wording.ts";

/** Mean alignment of ResNets trained by SimCLR against compute; drawn by the authors, not in the paper. */
export function extraFig7SimclrAvg(data: FigureData, document: Document): Figure {
  const fit = fitOf(data, "simclr_avg");
  const models = points(data.models.filter(isSimclrResNet), {
    series: "simclr",
    x: (model) => model.total_flops,
    y: overallMean,
    colour: (model) => model.n_samples_seen
  });
  const line = curve(fit, {series: "fit", extend: 10});
  const numbers = [...models, ...line];
  const shades = valueDomain(models.flatMap(({colour}) => (colour === undefined ? [] : [colour])));
  const caption = sentences([
    `Each point is a ResNet trained on ImageNet by SimCLR (n = ${models.length}); *C* counts both views.`,
    "*S*: mean of V1, V2, V4, IT and behavior. Line: power law;",
    beyondNote,
    bandNote([{fit}]),
    unitNote(fit, ["C"]),
    identifiabilityNote([{fit, name: "the curve"}]),
    "Not in the paper."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 216,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: [
      ...fitted(line, fittedLook),
      Plot.dot(models, {
        x: "x",
        y: "y",
        r: 3,
        fill: ({colour = Number.NaN}: Point) => rampColour(colour, shades),
        stroke: ink.text,
        strokeWidth: 0.5,
        sort: null
      })
    ]
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Self-supervised training (SimCLR): mean alignment",
    key: stackKeys(document, [
      tableKey(
        document,
        [{label: equation(fit, "C"), colour: fittedLook.colour, line: true, band: true}],
        width.single
      ),
      rampKey(document, "Samples seen *D*", shades)
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
