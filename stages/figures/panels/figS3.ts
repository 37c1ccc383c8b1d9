import {regions as regionNames} from "../../../science/selection/published-tables.ts";
import type {Figure, FigureData} from "../figure.ts";
import {meanLine} from "../look/marks.ts";
import {regions} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {meansByX} from "../series/means.ts";
import {familyOf, isMarkedEpoch} from "../series/models.ts";
import {sentences} from "../text/wording.ts";

const shown = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const;

/** Figure S3: alignment of each region over the epochs of supervised training, one pair of axes a family. */
export function figS3(data: FigureData, document: Document): Figure {
  const half = width.double / 2;
  const epochs = data.dynamics.filter(
    ({is_ssl, dataset}) => !is_ssl && (dataset === "imagenet" || dataset === "ecoset")
  );
  const axes = shown.map((family) => {
    const own = epochs.filter((row) => familyOf(row) === family);
    const models = new Set(own.map(({model_id}) => model_id)).size;
    return {
      models,
      heading: `${family} (n = ${models})`,
      lines: regionNames.map((region) => ({
        look: regions[region],
        means: meansByX(own, {series: region, axes: family, x: ({epoch}) => epoch, y: (row) => row[region]})
      }))
    };
  });
  const numbers = axes.flatMap(({lines}) => lines.flatMap(({means}) => means));
  const x = {domain: logDomain(numbers), title: axisTitle.epoch, plainTicks: true};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score};
  const cells = axes.map(({heading, lines}) => ({
    heading,
    plot: drawAxes(document, {
      width: half,
      height: 190,
      x,
      y,
      marks: lines.flatMap(({means, look}) => meanLine(means, look, {radius: 1.8, marked: isMarkedEpoch}))
    })
  }));
  const caption = sentences([
    `Means over the models of a family trained on all of ImageNet or ecoset (n = ${axes.reduce((sum, {models}) => sum + models, 0)}); ResNet and EfficientNet for 100 epochs,`,
    "ConvNeXt and ViT for 300. Bands: 95% intervals of the mean over models (Student's t); no bootstraps. The published",
    "drawing has an axis of its own for each family, and models of ImageNet-21k-P among the ResNets."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment of each region during supervised training",
    key: flowingKey(
      document,
      regionNames.map((region) => ({...regions[region], line: true, band: true})),
      width.double
    ),
    rows: [cells.slice(0, 2), cells.slice(2)],
    caption
  });
  return {svg, caption, numbers};
}
