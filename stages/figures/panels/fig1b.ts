import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {kinds} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {fittedSeries, seriesMarks} from "../series/fitted-series.ts";
import {isMain, neuralMean} from "../series/models.ts";
import {bandNote, beyondNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

/** Figure 1b: neural and behavioral alignment against training compute. */
export function fig1b(data: FigureData, document: Document): Figure {
  const models = data.models.filter(isMain);
  const common = {x: (model: {total_flops: number | null}) => model.total_flops, letter: "C", extend: 10};
  const neural = fittedSeries(models, {
    ...common,
    series: "neural",
    look: kinds.neural,
    fit: fitOf(data, "compute_neuro"),
    y: neuralMean
  });
  const behavior = fittedSeries(models, {
    ...common,
    series: "behavior",
    look: kinds.behavior,
    fit: fitOf(data, "compute_behavior"),
    y: (model) => model.Behavioral
  });
  const series = [neural, behavior];
  const numbers = series.flatMap((one) => one.numbers);
  const caption = sentences([
    `A point of each color for every model trained on ImageNet or ecoset (${sampleSizes(series)}).`,
    "Neural: mean of V1, V2, V4 and IT. Lines: power laws;",
    beyondNote,
    bandNote(series),
    unitNote(neural.fit, ["C"]),
    identifiabilityNote([
      {fit: neural.fit, name: "neural alignment"},
      {fit: behavior.fit, name: "behavioral alignment"}
    ])
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 236,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: seriesMarks(series)
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Alignment against training compute",
    key: tableKey(
      document,
      series.map(({entry}) => entry),
      width.single
    ),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}
