import type {Figure, FigureData} from "../figure.ts";
import {cloud, openMarkers} from "../look/marks.ts";
import {attacks} from "../look/palette.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey, stackKeys} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {computeWithPretraining, depths, isFineTuned} from "../series/adversarial.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {measures} from "../series/measures.ts";
import {familyOf, isMain, isVariant} from "../series/models.ts";
import {points} from "../series/points.ts";
import {sentences} from "../text/wording.ts";

/** Adversarially fine-tuned ResNets beside plain ones, by region; drawn by the authors, not in the paper. */
export function extraFig7AdvRegions(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const plain = data.models.filter((model) => isMain(model) && familyOf(model) === "ResNet" && !isVariant(model));
  const tuned = data.models.filter(isFineTuned);
  const axes = measures.map(({heading, score}) => ({
    heading,
    depths: depths.map(({arch, shape}) => ({
      shape,
      plain: points(
        plain.filter((model) => model.arch === arch),
        {series: "plain", axes: heading, x: (model) => model.total_flops, y: score}
      ),
      tuned: points(
        tuned.filter((model) => model.arch === arch),
        {series: "adversarial", axes: heading, x: computeWithPretraining, y: score}
      )
    }))
  }));
  const numbers = axes.flatMap(({depths}) => depths.flatMap(({plain, tuned}) => [...plain, ...tuned]));
  const x = {domain: logDomain(numbers), title: axisTitle.compute};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score, step: 0.2};
  const cells = axes.map(({heading, depths}) => ({
    heading,
    plot: drawAxes(document, {
      width: third,
      height: 160,
      x,
      y,
      marks: [
        ...depths.map(({plain, shape}) => cloud(plain, {...attacks.plain, shape}, {radius: 2.1, opacity: 0.4})),
        ...depths.map(({tuned, shape}) => openMarkers(tuned, {...attacks.adversarial, shape}, {radius: 2.1}))
      ]
    })
  }));
  const count = (which: "plain" | "tuned") => axes[0]?.depths.reduce((sum, depth) => sum + depth[which].length, 0) ?? 0;
  const caption = sentences([
    `Plain ResNets of ImageNet and ecoset without variants (n = ${count("plain")}) and ResNets of ImageNet fine-tuned on`,
    `attacked images (n = ${count("tuned")}); the *C* of these is that of pretraining, counted once, and of fine-tuning with its`,
    "attack. One range of scores for all axes, which the authors' drawing has not. Not in the paper. No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Adversarial fine-tuning, by region",
    key: stackKeys(document, [
      flowingKey(document, [attacks.plain, {...attacks.adversarial, hollow: true}], width.double),
      flowingKey(
        document,
        depths.map(({label, shape}) => ({label: `ResNet-${label}`, shape, colour: ink.quiet})),
        width.double
      )
    ]),
    rows: [cells.slice(0, 3), cells.slice(3)],
    caption
  });
  return {svg, caption, numbers};
}
