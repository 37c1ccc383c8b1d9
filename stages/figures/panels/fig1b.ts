import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {kinds} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {fittedSeries} from "../series/fitted-series.ts";
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
  return fittedPanel(document, {
    title: "Alignment against training compute",
    caption,
    series,
    height: 236,
    x: axisTitle.compute
  });
}
