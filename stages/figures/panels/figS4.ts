import type {Figure, FigureData} from "../figure.ts";
import {type Family, families} from "../look/palette.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawGroupedBars} from "../page/grouped-bars.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {barOf} from "../series/bars.ts";
import {scoreDomain} from "../series/domain.ts";
import {isMain, type Model, neuralMean} from "../series/models.ts";
import {spokenBars} from "../text/spoken.ts";
import {count, sentences} from "../text/wording.ts";

const architectures: readonly (readonly [arch: string, name: string, family: Family])[] = [
  ["resnet18", "ResNet-18", "ResNet"],
  ["resnet34", "ResNet-34", "ResNet"],
  ["resnet50", "ResNet-50", "ResNet"],
  ["resnet101", "ResNet-101", "ResNet"],
  ["resnet152", "ResNet-152", "ResNet"],
  ["efficientnet_b0", "EfficientNet-B0", "EfficientNet"],
  ["efficientnet_b1", "EfficientNet-B1", "EfficientNet"],
  ["efficientnet_b2", "EfficientNet-B2", "EfficientNet"],
  ["convnext_tiny", "ConvNeXt-T", "ConvNeXt"],
  ["convnext_small", "ConvNeXt-S", "ConvNeXt"],
  ["convnext_base", "ConvNeXt-B", "ConvNeXt"],
  ["convnext_large", "ConvNeXt-L", "ConvNeXt"],
  ["deit_tiny", "ViT-T", "ViT"],
  ["deit_small", "ViT-S", "ViT"],
  ["deit_base", "ViT-B", "ViT"],
  ["deit_large", "ViT-L", "ViT"]
];
const states = ["Trained", "Untrained"] as const;
const kinds = [
  {heading: "Neural alignment", score: neuralMean},
  {heading: "Behavioral alignment", score: (model: Model) => model.Behavioral}
] as const;

/** Figure S4: neural and behavioral alignment of each architecture, trained on all of ImageNet and untrained. */
export function figS4(data: FigureData, document: Document): Figure {
  const trained = data.models.filter(
    (model) => isMain(model) && model.dataset === "imagenet" && model.samples_per_class === 0
  );
  const untrained = data.models.filter(({is_random}) => is_random);
  const familyOfName = new Map(architectures.map(([, name, family]) => [name, family]));
  const axes = kinds.map(({heading, score}) => {
    const parts = architectures.flatMap(([arch, x]) =>
      states.map((series) => {
        const items = (series === "Trained" ? trained : untrained).filter((model) => model.arch === arch);
        return barOf({axes: heading, series, x, items, label: ({model_id}) => model_id, y: score});
      })
    );
    return {
      heading,
      bars: parts.flatMap(({bars}) => bars),
      points: parts.flatMap(({points}) => points)
    };
  });
  const n = axes[1]?.points.length ?? 0;
  const cells = axes.map(({heading, bars, points}) => [
    {
      heading,
      plot: drawGroupedBars(document, {
        width: width.double,
        height: 186,
        groups: architectures.map(([, name]) => name),
        series: states,
        bars,
        points,
        lookOf: ({x, series}) => {
          const {colour} = families[familyOfName.get(String(x)) ?? "ResNet"];
          return {fill: series === "Trained" ? colour : "white", stroke: colour};
        },
        y: {domain: scoreDomain([...bars, ...points]), title: axisTitle.score, step: 0.1},
        slanted: true
      })
    }
  ]);
  const caption = sentences([
    `Means over three seeds (n = ${count(n)} models), trained on all of ImageNet or at their initial weights; white points:`,
    "the seeds, vertical lines: from the lowest to the highest. Neural: mean of V1, V2, V4 and IT; untrained",
    "EfficientNet-B1 and -B2 have no score in V2, hence no bar (the published drawing averages the other three).",
    "No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Trained and untrained networks",
    key: flowingKey(
      document,
      [
        {label: "Trained", colour: ink.quiet, shape: "square", radius: 4},
        {label: "Untrained", colour: ink.quiet, shape: "square", radius: 4, hollow: true},
        ...(["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const).map((family) => ({
          label: family,
          colour: families[family].colour,
          shape: "square" as const,
          radius: 4
        }))
      ],
      width.double
    ),
    rows: cells,
    values: axes
      .map(
        ({heading, bars}) =>
          `${heading}. ${states.map((state) => `${state}: ${spokenBars(bars.filter(({series}) => series === state))}`).join(" ")}`
      )
      .join(" "),
    caption
  });
  return {svg, caption, numbers: axes.flatMap(({bars, points}) => [...bars, ...points])};
}
