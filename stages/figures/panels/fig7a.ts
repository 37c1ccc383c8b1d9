import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {kinds} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {fittedSeries} from "../series/fitted-series.ts";
import {isSimclrResNet, neuralMean} from "../series/models.ts";
import {bandNote, beyondNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

/** Figure 7a: neural and behavioral alignment of self-supervised ResNets (SimCLR) against training compute. */
export function fig7a(data: FigureData, document: Document): Figure {
  const models = data.models.filter(isSimclrResNet);
  const common = {x: (model: {total_flops: number | null}) => model.total_flops, letter: "C", extend: 10};
  const neural = fittedSeries(models, {
    ...common,
    series: "neural",
    look: kinds.neural,
    fit: fitOf(data, "simclr_neuro"),
    y: neuralMean
  });
  const behavior = fittedSeries(models, {
    ...common,
    series: "behavior",
    look: kinds.behavior,
    fit: fitOf(data, "simclr_behavior"),
    y: (model) => model.Behavioral
  });
  const series = [neural, behavior];
  const caption = sentences([
    `A point of each color for every ResNet trained on ImageNet by SimCLR (${sampleSizes(series)}); *C* counts both views.`,
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
    title: "Self-supervised training (SimCLR)",
    caption,
    series,
    height: 216,
    x: axisTitle.compute
  });
}
