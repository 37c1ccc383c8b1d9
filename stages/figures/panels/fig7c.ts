import type {Figure, FigureData} from "../figure.ts";
import {cloud, meanLine} from "../look/marks.ts";
import {families} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {meansByX} from "../series/means.ts";
import {type Epoch, familyOf, isMarkedEpoch, overallMean} from "../series/models.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {listed, sentences} from "../text/wording.ts";

const shown = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const;

/** Figure 7c: mean alignment over the epochs of supervised training, by architecture family. */
export function fig7c(data: FigureData, document: Document): Figure {
  const epochs = data.dynamics.filter(
    ({is_ssl, dataset}) => !is_ssl && (dataset === "imagenet" || dataset === "ecoset")
  );
  const series = shown.map((family) => {
    const own = epochs.filter((row) => familyOf(row) === family);
    return {
      look: families[family],
      models: new Set(own.map(({model_id}) => model_id)).size,
      points: own.flatMap((row) => modelPoint(family, row)),
      means: meansByX(own, {series: family, x: ({epoch}) => epoch, y: overallMean})
    };
  });
  const numbers = series.flatMap(({points, means}) => [...points, ...means]);
  const sizes = series.map(({look, models}) => `${look.label} ${models}`);
  const caption = sentences([
    `Means over the models of a family trained on all of ImageNet or ecoset (n: ${listed(sizes)});`,
    "small points: the models. ResNet and EfficientNet were trained for 100 epochs, ConvNeXt and ViT for 300.",
    "*S*: mean of V1, V2, V4, IT and behavior. Bands: 95% intervals of the mean over models (Student's t); no",
    "bootstraps. The published means include ResNets of ImageNet-21k-P."
  ]);
  const plot = drawAxes(document, {
    width: width.single,
    height: 216,
    x: {domain: logDomain(numbers), title: axisTitle.epoch, plainTicks: true},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: [
      ...series.map(({points, look}) => cloud(points, look, {radius: 1.1, opacity: 0.35})),
      ...series.flatMap(({means, look}) => meanLine(means, look, {radius: 2, marked: isMarkedEpoch}))
    ]
  });
  const svg = assemble(document, {
    width: width.single,
    title: "Alignment during supervised training",
    key: flowingKey(
      document,
      series.map(({look}) => ({...look, line: true, band: true})),
      width.single
    ),
    rows: [[{plot}]],
    caption
  });
  return {svg, caption, numbers};
}

function modelPoint(series: string, row: Epoch): (DrawnNumber & {x: number})[] {
  const y = overallMean(row);
  return y === null ? [] : [{series, mark: "point", label: row.model_id, x: row.epoch, y}];
}
