import {type Figure, type FigureData, fitOf} from "../figure.ts";
import {type Family, priors} from "../look/palette.ts";
import {axisTitle, width} from "../look/theme.ts";
import {drawAxes} from "../page/axes.ts";
import {tableKey} from "../page/key.ts";
import {assemble} from "../page/page.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {fittedSeries, seriesMarks} from "../series/fitted-series.ts";
import {measures} from "../series/measures.ts";
import {familyOf, isMain} from "../series/models.ts";
import {bandNote, identifiabilityNote, listed, sentences, unitNote} from "../text/wording.ts";

const groups = [
  {name: "group1", look: priors.strong, families: ["ResNet", "EfficientNet", "CORnet-S", "AlexNet"]},
  {name: "group2", look: priors.weak, families: ["ConvNeXt", "ViT"]}
] as const;

/** Figure 5a: alignment against training compute by region, for architectures of strong and of weak prior. */
export function fig5a(data: FigureData, document: Document): Figure {
  const half = width.double / 2;
  const axes = measures.map(({heading, experiment, score}) => ({
    heading,
    series: groups.map(({name, look, families}) =>
      fittedSeries(
        data.models.filter((model) => isMain(model) && isOneOf(families, familyOf(model))),
        {
          axes: heading,
          series: look.label,
          look,
          fit: fitOf(data, `region_${experiment}_${name}`),
          letter: "C",
          x: (model) => model.total_flops,
          y: score
        }
      )
    )
  }));
  const all = axes.flatMap(({series}) => series);
  const numbers = all.flatMap((one) => one.numbers);
  const x = {domain: logDomain(numbers), title: axisTitle.compute};
  const y = {domain: scoreDomain(numbers), title: axisTitle.score, step: 0.2};
  const cells = axes.map(({heading, series}) => ({
    heading,
    key: tableKey(
      document,
      series.map(({entry}) => entry),
      half
    ),
    plot: drawAxes(document, {width: half, height: 160, x, y, marks: seriesMarks(series)})
  }));
  const sizes = groups.map(({look, families}, i) => {
    const n = axes[0]?.series[i]?.points.length ?? 0;
    return `${look.label.toLowerCase()}: ${listed(families)} (n = ${n})`;
  });
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset; ${sizes.join("; ")}.`,
    "Lines: power laws, shifted for the weak prior.",
    bandNote(all),
    unitNote(fitOf(data, "region_v1_group1"), ["C"]),
    identifiabilityNote(
      axes.flatMap(({heading, series}) =>
        series.map(({fit, look}) => ({fit, name: `${heading} (${look.label.replace(" prior", "").toLowerCase()})`}))
      )
    ),
    "The published bands end before their curves, and its axes cut scores below 0."
  ]);
  const svg = assemble(document, {
    width: width.double,
    title: "Alignment against training compute, by region and prior",
    rows: [cells.slice(0, 2), cells.slice(2, 4), cells.slice(4)],
    caption
  });
  return {svg, caption, numbers};
}

function isOneOf(families: readonly Family[], family: Family | undefined): boolean {
  return family !== undefined && families.includes(family);
}
