import type {Figure, FigureData} from "../figure.ts";
import {meanLine} from "../look/marks.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {meansByX} from "../series/means.ts";
import {isMarkedEpoch, overallMean} from "../series/models.ts";
import {objectiveRuns} from "../series/objective-runs.ts";
import {sentences} from "../text/wording.ts";

/** Figure 7d: mean alignment over the epochs of supervised and self-supervised training of two architectures. */
export function fig7d(data: FigureData, document: Document): Figure {
  const series = objectiveRuns.map(({model, look}) => ({
    look,
    means: meansByX(
      data.dynamics.filter(({model_id}) => model_id === model),
      {series: look.label, label: model, x: ({epoch}) => epoch, y: overallMean}
    )
  }));
  const numbers = series.flatMap(({means}) => means);
  const caption = sentences([
    "One model a line (n = 6), trained on all of ImageNet; solid: ResNet-50, dashed: ViT-S.",
    "*S*: mean of V1, V2, V4, IT and behavior. The layers scored are those of each series, so that the supervised and",
    "SimCLR ResNet-50 need not end at their final scores of other panels. No fits, no bootstraps."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 216,
    x: {domain: logDomain(numbers), title: axisTitle.epoch, plainTicks: true},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: series.flatMap(({means, look}) => meanLine(means, look, {radius: 2, marked: isMarkedEpoch}))
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Alignment during self-supervised training",
    key: flowingKey(
      document,
      series.map(({look}) => ({...look, line: true})),
      width.single
    ),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
