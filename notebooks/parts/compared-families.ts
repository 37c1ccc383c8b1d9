import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {ModelRow} from "../../science/selection/published-tables.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {type Family, families} from "../../stages/figures/look/palette.ts";
import {axisTitle} from "../../stages/figures/look/theme.ts";
import {fittedPanel} from "../../stages/figures/page/fitted-panel.ts";
import {fittedSeries} from "../../stages/figures/series/fitted-series.ts";
import {familyOf, isMain} from "../../stages/figures/series/models.ts";
import {bandNote, identifiabilityNote, sampleSizes, sentences, unitNote} from "../../stages/figures/text/wording.ts";
import {alignmentWith, type Target} from "./live-fit.ts";

/** The families that have curves of their own. */
export const fittedFamilies = ["ResNet", "EfficientNet", "ConvNeXt", "ViT"] as const satisfies readonly Family[];

/** What the names of the families' experiments call each target. */
const measured = {all: "avg", neural: "neuro", Behavioral: "behavior"} as const satisfies Partial<
  Record<Target, string>
>;

/** Alignment of some families over compute, each with its own curve. */
export function comparedFamilies(
  document: Document,
  chosen: readonly (typeof fittedFamilies)[number][],
  target: keyof typeof measured,
  models: readonly ModelRow[],
  fits: ReadonlyMap<string, Fit>
): Figure {
  const series = chosen.flatMap((family) => {
    const fit = fits.get(`model_${family.toLowerCase()}_${measured[target]}`);
    if (!fit) return [];
    return [
      fittedSeries(
        models.filter((model) => isMain(model) && familyOf(model) === family),
        {
          series: family,
          look: families[family],
          fit,
          letter: "C",
          extend: 10,
          x: (model) => model.total_flops,
          y: alignmentWith(target)
        }
      )
    ];
  });
  const [first] = series;
  if (!first) throw new Error("choose at least one family");
  const caption = sentences([
    `Each point is a model trained on ImageNet or ecoset (${sampleSizes(series)}).`,
    bandNote(series),
    unitNote(first.fit, ["C"]),
    identifiabilityNote(series.map(({fit, look}) => ({fit, name: look.label})))
  ]);
  return fittedPanel(document, {
    title: "Alignment by architecture family",
    caption,
    series,
    height: 226,
    x: axisTitle.compute
  });
}
