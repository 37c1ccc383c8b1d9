import type {Figure, FigureData} from "../figure.ts";
import {meanLine} from "../look/marks.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {meansByX} from "../series/means.ts";
import {measures} from "../series/measures.ts";
import {isMarkedEpoch} from "../series/models.ts";
import {objectiveRuns} from "../series/objective-runs.ts";
import {sentences} from "../text/wording.ts";

/** Alignment of each region over the epochs of training by objective; drawn by the authors, not in the paper. */
export function extraFig7UnsupRegions(data: FigureData, document: Document): Figure {
  const third = width.double / 3;
  const axes = measures.map(({heading, score}) => ({
    heading,
    lines: objectiveRuns.map(({model, look}) => ({
      look,
      means: meansByX(
        data.dynamics.filter(({model_id}) => model_id === model),
        {series: look.label, axes: heading, label: model, x: ({epoch}) => epoch, y: score}
      )
    }))
  }));
  const numbers = axes.flatMap(({lines}) => lines.flatMap(({means}) => means));
  const x = {domain: logDomain(numbers), title: axisTitle.epoch, plainTicks: true};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score, step: 0.2};
  const cells = axes.map(({heading, lines}) => ({
    heading,
    plot: drawAxes(document, {
      width: third,
      height: 170,
      x,
      y,
      marks: lines.flatMap(({means, look}) => meanLine(means, look, {radius: 1.6, marked: isMarkedEpoch}))
    })
  }));
  const caption = sentences([
    "One model a line (n = 6), trained on all of ImageNet; solid: ResNet-50, dashed: ViT-S. The layers scored are those of",
    "each series, so that the supervised and SimCLR ResNet-50 need not end at their final scores of other panels. One color",
    "an objective throughout, which the authors' drawing has not. Not in the paper. No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment of each region during training, by objective",
    key: flowingKey(
      document,
      objectiveRuns.map(({look}) => ({...look, line: true})),
      width.double
    ),
    rows: [cells.slice(0, 3), cells.slice(3)],
    caption
  });
  return {svg, caption, numbers};
}
