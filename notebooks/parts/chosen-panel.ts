import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {ModelRow} from "../../science/selection/published-tables.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {kinds} from "../../stages/figures/look/palette.ts";
import {axisTitle} from "../../stages/figures/look/theme.ts";
import {fittedPanel} from "../../stages/figures/page/fitted-panel.ts";
import {fittedSeries} from "../../stages/figures/series/fitted-series.ts";
import {bandNote, identifiabilityNote, sentences, unitNote} from "../../stages/figures/text/wording.ts";

/** Chosen models over compute, and the curve fitted to them. */
export function chosenPanel(
  document: Document,
  {fit, models, score}: {fit: Fit; models: readonly ModelRow[]; score: (model: ModelRow) => number | null}
): Figure {
  const series = fittedSeries(models, {
    series: "chosen",
    look: {...kinds.neural, label: "Chosen models"},
    fit,
    letter: "C",
    extend: 10,
    x: (model) => model.total_flops,
    y: score
  });
  const caption = sentences([
    `n = ${fit.n}.`,
    bandNote([series]),
    unitNote(fit, ["C"]),
    identifiabilityNote([{fit, name: "the chosen models"}])
  ]);
  return fittedPanel(document, {
    title: "Alignment of the chosen models",
    caption,
    series: [series],
    height: 200,
    x: axisTitle.compute
  });
}
