import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {kinds} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {withCutBands} from "../series/cut-bands.ts";
import {fittedSeries} from "../series/fitted-series.ts";
import {isPlain, neuralMean} from "../series/models.ts";
import {bandNote, beyondNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

/** The mini study's own figure 1b: simulated neurons and a simulated observer against training compute. */
export function miniCompute(data: FigureData, document: Document): Figure {
  const models = data.models.filter(isPlain);
  const common = {x: (model: {total_flops: number | null}) => model.total_flops, letter: "C"};
  const neural = fittedSeries(models, {
    ...common,
    series: "neural",
    look: kinds.neural,
    fit: fitOf(data, "mini_compute_neuro"),
    y: neuralMean
  });
  const behavior = fittedSeries(models, {
    ...common,
    series: "behavior",
    look: kinds.behavior,
    fit: fitOf(data, "mini_compute_behavior"),
    y: (model) => model.Behavioral
  });
  const series = withCutBands([neural, behavior]);
  const caption = sentences([
    "SIMULATED NEURONS AND OBSERVER: this shows that the machinery works, nothing about the brain.",
    `A point of each color for every small model trained here, on objects or digits (${sampleSizes(series)}).`,
    "Neural: mean of V1, V2, V4 and IT. Lines: power laws;",
    beyondNote,
    bandNote(series),
    "Bands are cut 0.1 beyond the points.",
    unitNote(neural.fit, ["C"]),
    identifiabilityNote([
      {fit: neural.fit, name: "neural alignment"},
      {fit: behavior.fit, name: "behavioral alignment"}
    ])
  ]);
  return fittedPanel(document, {
    title: "Simulated neurons: alignment against compute",
    caption,
    series,
    height: 236,
    x: axisTitle.compute
  });
}
