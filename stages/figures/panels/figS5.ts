import type {Figure, FigureData} from "../figure.ts";
import {objectives} from "../look/palette.ts";
import {axisTitle, ink, width} from "../look/theme.ts";
import {drawGroupedBars} from "../page/grouped-bars.ts";
import {flowingKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {barOf} from "../series/bars.ts";
import {scoreDomain} from "../series/domain.ts";
import {type Measure, regionMeasures} from "../series/measures.ts";
import {isMain, type Model, overallMean} from "../series/models.ts";
import {spokenBars} from "../text/spoken.ts";
import {sentences} from "../text/wording.ts";

type Objective = keyof typeof objectives;

const names = ["supervised", "simclr", "dino"] as const satisfies readonly Objective[];
const architectures = [
  {name: "ResNet-18", supervised: "resnet18", other: "resnet18"},
  {name: "ResNet-50", supervised: "resnet50", other: "resnet50"},
  {name: "ViT-S", supervised: "deit_small", other: "vit_small"},
  {name: "ViT-B", supervised: "deit_base", other: "vit_base"}
] as const;
type Architecture = (typeof architectures)[number];

/** Figure S5: alignment by training objective, for four architectures and then for two of them by region. */
export function figS5(data: FigureData, document: Document): Figure {
  const half = width.double / 2;
  const overall: Measure = {heading: "Mean of the five", experiment: "avg", score: overallMean};
  const [resnet50, vitS] = [architectures[1], architectures[2]];
  const axes = [
    chart(data, {
      heading: "Mean of V1, V2, V4, IT and behavior",
      groups: architectures.map((architecture) => ({x: architecture.name, architecture, measure: overall}))
    }),
    ...[resnet50, vitS].map((architecture) =>
      chart(data, {
        heading: architecture.name,
        groups: regionMeasures.map((measure) => ({x: measure.heading, architecture, measure}))
      })
    )
  ];
  const numbers = axes.flatMap(({bars, points}) => [...bars, ...points]);
  const domain = scoreDomain(numbers);
  const cells = axes.map(({heading, groups, bars, points}, i) => ({
    heading,
    plot: drawGroupedBars(document, {
      width: i === 0 ? width.double : half,
      height: 150,
      groups,
      series: names,
      bars,
      points,
      lookOf: ({series}) => ({fill: objectives[objectiveOf(series)].colour, stroke: ink.text}),
      y: {domain, title: axisTitle.score, step: 0.2}
    })
  }));
  const models = new Set(numbers.flatMap(({label = ""}) => (label ? [label] : []))).size;
  const caption = sentences([
    `Models trained on all of ImageNet (n = ${models}); supervised: mean over three seeds, white points: the seeds,`,
    "vertical lines: from the lowest to the highest; SimCLR and DINO: one model each. ResNet-18 was not trained by DINO,",
    "ViT-B not by SimCLR. Bars begin at 0; those of the published drawing begin at 0.1. No fits, no bootstraps."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment by training objective",
    key: flowingKey(
      document,
      names.map((name) => ({
        label: objectives[name].label,
        colour: objectives[name].colour,
        shape: "square" as const,
        radius: 4
      })),
      width.double
    ),
    rows: [cells.slice(0, 1), cells.slice(1)],
    values: axes
      .map(
        ({heading, bars}) =>
          `${heading}. ${names.map((name) => `${objectives[name].label}: ${spokenBars(bars.filter(({series}) => series === name))}`).join(" ")}`
      )
      .join(" "),
    caption
  });
  return {svg, caption, numbers};
}

interface Group {
  x: string;
  architecture: Architecture;
  measure: Measure;
}

function chart({models}: FigureData, {heading, groups}: {heading: string; groups: readonly Group[]}) {
  const parts = groups.flatMap(({x, architecture, measure}) =>
    names.map((series) =>
      barOf({
        axes: heading,
        series,
        x,
        items: models.filter((model) => isTrainedBy(series, architecture, model)),
        label: ({model_id}) => model_id,
        y: measure.score
      })
    )
  );
  return {
    heading,
    groups: groups.map(({x}) => x),
    bars: parts.flatMap(({bars}) => bars),
    points: parts.flatMap(({points}) => points)
  };
}

function isTrainedBy(objective: Objective, {supervised, other}: Architecture, model: Model): boolean {
  if (model.dataset !== "imagenet" || model.samples_per_class !== 0) return false;
  if (objective === "supervised") return isMain(model) && model.arch === supervised;
  return model.is_ssl && !model.is_pretrained && model.ssl_method === objective && model.arch === other;
}

function objectiveOf(series: string): Objective {
  return names.find((name) => name === series) ?? "supervised";
}
