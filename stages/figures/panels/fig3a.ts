import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {datasetNames, datasets} from "../look/palette.ts";
import {axisTitle} from "../look/theme.ts";
import {fittedPanel} from "../page/fitted-panel.ts";
import {fittedSeries} from "../series/fitted-series.ts";
import {hasEnoughSamples, isPlain, overallMean} from "../series/models.ts";
import {bandNote, beyondNote, identifiabilityNote, listed, sentences, unitNote} from "../text/wording.ts";

/** Figure 3a: mean alignment against samples seen, by training data set. */
export function fig3a(data: FigureData, document: Document): Figure {
  const series = datasetNames.map((dataset) => {
    const large = dataset === "imagenet" || dataset === "ecoset";
    const models = data.models.filter(
      (model) => isPlain(model) && hasEnoughSamples(model) && model.dataset === dataset
    );
    return {
      ...fittedSeries(models, {
        series: datasets[dataset].label,
        look: datasets[dataset],
        fit: fitOf(data, `sample_${dataset}_scaling`),
        letter: "D",
        extend: 15,
        band: large,
        x: (model) => model.n_samples_seen,
        y: overallMean
      }),
      large
    };
  });
  const sizes = series.map(({look, points}) => `${look.label} ${points.length}`);
  const caption = sentences([
    `Each point is a model (n: ${listed(sizes)}); ConvNeXt and ViT only at 300 images per class and on full data sets.`,
    "*S*: mean of V1, V2, V4, IT and behavior. Lines: power laws;",
    beyondNote,
    `${bandNote(series.filter(({large}) => large)).replace("Bands:", "Bands, for ImageNet and ecoset:")}`,
    unitNote(fitOf(data, "sample_imagenet_scaling"), ["D"]),
    identifiabilityNote(series.map(({fit, look}) => ({fit, name: look.label}))),
    "The published key has iNaturalist and WebVision-P swapped."
  ]);
  return fittedPanel(document, {
    title: "Mean alignment against samples seen, by data set",
    caption,
    series,
    height: 226,
    x: axisTitle.samples
  });
}
