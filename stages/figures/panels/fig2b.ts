import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {families} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {fittedSeries} from "../series/fitted-series.ts";
import {familyOf, isMain, overallMean} from "../series/models.ts";
import {bandNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../text/wording.ts";

const shown = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const;

/** Figure 2b: mean alignment against training compute, by architecture. */
export function fig2b(data: FigureData, document: Document): Figure {
  const series = shown.map((family) =>
    fittedSeries(
      data.models.filter((model) => isMain(model) && familyOf(model) === family),
      {
        series: family,
        look: families[family],
        fit: fitOf(data, `model_${family.toLowerCase()}_avg`),
        letter: "C",
        x: (model) => model.total_flops,
        y: overallMean
      }
    )
  );
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (${sampleSizes(series)} for ${shown.join(", ")}).`,
    "*S*: mean of V1, V2, V4, IT and behavior. Lines: power laws, shifted for ConvNeXt and ViT.",
    bandNote(series),
    unitNote(fitOf(data, "model_resnet_avg"), ["C"]),
    identifiabilityNote(series.map(({fit, look}) => ({fit, name: look.label}))),
    "A family has one color in all panels; in the published ones ConvNeXt has two."
  ]);
  return fittedPanel(document, {
    title: "Mean alignment against training compute",
    caption,
    series,
    height: 220,
    x: axisTitle.compute
  });
}
