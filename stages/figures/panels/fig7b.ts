import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {cloud, fitted, openMarkers} from "../look/marks.ts";
import {attacks} from "../look/palette.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys, tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {computeWithPretraining, depths, isFineTuned} from "../series/adversarial.ts";
import {curve} from "../series/curves.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {familyOf, isMain, isVariant, overallMean} from "../series/models.ts";
import {points} from "../series/points.ts";
import {equation} from "../text/equation.ts";
import {bandNote, beyondNote, identifiabilityNote, sentences, unitNote} from "../text/wording.ts";

/** Figure 7b: mean alignment of adversarially fine-tuned ResNets beside the plain ones. */
export function fig7b(data: FigureData, document: Document): Figure {
  const fit = fitOf(data, "model_resnet_avg");
  const plain = data.models.filter((model) => isMain(model) && familyOf(model) === "ResNet");
  const tuned = data.models.filter(isFineTuned);
  const variants = points(plain.filter(isVariant), {
    series: "variant",
    x: (model) => model.total_flops,
    y: overallMean
  });
  const plainByDepth = depths.map(({arch, shape}) => ({
    look: {...attacks.plain, shape},
    points: points(
      plain.filter((model) => model.arch === arch),
      {series: "plain", x: (model) => model.total_flops, y: overallMean}
    )
  }));
  const tunedByDepth = depths.map(({arch, shape}) => ({
    look: {...attacks.adversarial, shape},
    points: points(
      tuned.filter((model) => model.arch === arch),
      {series: "adversarial", x: computeWithPretraining, y: overallMean}
    )
  }));
  const line = curve(fit, {series: "fit", extend: 10});
  const plainPoints = [...variants, ...plainByDepth.flatMap(({points}) => points)];
  const tunedPoints = tunedByDepth.flatMap(({points}) => points);
  const numbers = [...plainPoints, ...tunedPoints, ...line];
  const caption = sentences([
    `Plain ResNets of ImageNet and ecoset (n = ${plainPoints.length}, of which ${variants.length} variants of width and`,
    `depth, small crosses) and ResNets of ImageNet fine-tuned on attacked images (n = ${tunedPoints.length});`,
    "the *C* of these is that of pretraining, counted once, and of fine-tuning with its attack.",
    "*S*: mean of V1, V2, V4, IT and behavior. Line: power law fitted to all plain ResNets;",
    beyondNote,
    bandNote([{fit}]),
    unitNote(fit, ["C"]),
    identifiabilityNote([{fit, name: "the curve"}]),
    "The published key has *N* for *C*; its drawing leaves out the variants, which are in the fit, and counts pretraining",
    "twice."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 216,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: [
      cloud(variants, {...attacks.plain, shape: "cross"}, {radius: 1.3, opacity: 0.6}),
      ...plainByDepth.map(({points, look}) => cloud(points, look, {radius: 2.4, opacity: 0.35})),
      ...fitted(line, attacks.plain),
      ...tunedByDepth.map(({points, look}) => openMarkers(points, look, {radius: 2.4}))
    ]
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Adversarial fine-tuning",
    key: stackKeys(document, [
      tableKey(document, [{...attacks.plain, equation: equation(fit, "C"), line: true, band: true}], width.single),
      flowingKey(document, [{...attacks.adversarial, hollow: true}], width.single),
      flowingKey(
        document,
        depths.map(({label, shape}) => ({label: `ResNet-${label}`, shape, colour: ink.quiet})),
        width.single
      )
    ]),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
