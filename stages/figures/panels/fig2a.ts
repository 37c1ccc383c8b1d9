import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {kinds} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {fittedSeries, seriesMarks} from "../series/fitted-series.ts";
import {familyOf, isMain, neuralMean} from "../series/models.ts";
import {bandNote, beyondNote, identifiabilityNote, sentences, unitNote} from "../text/wording.ts";

const shown = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const;

/** Figure 2a: neural and behavioral alignment against training compute, one pair of axes a family. */
export function fig2a(data: FigureData, document: Document): Figure {
  const half = width.double / 2;
  const families = shown.map((family) => {
    const models = data.models.filter((model) => isMain(model) && familyOf(model) === family);
    const common = {
      axes: family,
      x: (model: {total_flops: number | null}) => model.total_flops,
      letter: "C",
      extend: 10
    };
    const experiment = `model_${family.toLowerCase()}`;
    const series = [
      fittedSeries(models, {
        ...common,
        series: "neural",
        look: kinds.neural,
        fit: fitOf(data, `${experiment}_neuro`),
        y: neuralMean
      }),
      fittedSeries(models, {
        ...common,
        series: "behavior",
        look: kinds.behavior,
        fit: fitOf(data, `${experiment}_behavior`),
        y: (model) => model.Behavioral
      })
    ];
    return {family, series, n: series[0]?.points.length ?? 0};
  });
  const all = families.flatMap(({series}) => series);
  const n = families.reduce((sum, family) => sum + family.n, 0);
  const numbers = all.flatMap((one) => one.numbers);
  const x = {domain: logDomain(numbers), title: axisTitle.compute};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score};
  const cells = families.map(({family, series, n}) => ({
    heading: `${family} (n = ${n})`,
    key: tableKey(
      document,
      series.map(({entry}) => entry),
      half
    ),
    plot: drawAxes(document, {width: half, height: 190, x, y, marks: seriesMarks(series)})
  }));
  const caption = sentences([
    `A point of each color for every model trained on ImageNet or ecoset (n = ${n}); variants of width and depth count as`,
    "their family.",
    "Neural: mean of V1, V2, V4 and IT. Lines: power laws, shifted for ConvNeXt and ViT;",
    beyondNote,
    bandNote(all),
    unitNote(all[0]?.fit ?? fitOf(data, "model_resnet_neuro"), ["C"]),
    identifiabilityNote(
      families.flatMap(({family, series}) =>
        series.map(({fit, look}) => ({fit, name: `${family} (${look.label.toLowerCase()})`}))
      )
    ),
    "The published bands are 70% intervals, its axes cut scores below 0 and have ranges of their own."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment against training compute, by architecture",
    rows: [cells.slice(0, 2), cells.slice(2)],
    caption
  });
  return {svg, caption, numbers};
}
