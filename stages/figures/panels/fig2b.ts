import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {families} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {fittedSeries, seriesMarks} from "../series/fitted-series.ts";
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
  const numbers = series.flatMap((one) => one.numbers);
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (${sampleSizes(series)} for ${shown.join(", ")}).`,
    "*S*: mean of V1, V2, V4, IT and behavior. Lines: power laws, shifted for ConvNeXt and ViT.",
    bandNote(series),
    unitNote(fitOf(data, "model_resnet_avg"), ["C"]),
    identifiabilityNote(series.map(({fit, look}) => ({fit, name: look.label})))
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 220,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: seriesMarks(series)
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Mean alignment against training compute",
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
