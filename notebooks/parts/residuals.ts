import * as Plot from "@observablehq/plot";
import type {Fit} from "../../science/scaling-laws/fit.ts";
import {alignment} from "../../science/scaling-laws/form.ts";
import type {ModelRow} from "../../science/selection/published-tables.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {cloud} from "../../stages/figures/look/marks.ts";
import {families, familyNames} from "../../stages/figures/look/palette.ts";
import {axisTitle, ink, width} from "../../stages/figures/look/theme.ts";
import {drawAxes} from "../../stages/figures/page/axes.ts";
import {flowingKey} from "../../stages/figures/page/key.ts";
import {assemble} from "../../stages/figures/page/page.ts";
import {logDomain, zoomedDomain} from "../../stages/figures/series/domain.ts";
import {familyOf} from "../../stages/figures/series/models.ts";
import {points} from "../../stages/figures/series/points.ts";

/** What a curve over compute leaves unexplained of each model, by family: a pattern in it is what the law misses. */
export function residualPanel(
  document: Document,
  {fit, models, score}: {fit: Fit; models: readonly ModelRow[]; score: (model: ModelRow) => number | null}
): Figure {
  const unit = fit.x[0]?.unit ?? Number.NaN;
  const residual = (model: ModelRow) => {
    const value = score(model);
    if (value === null || model.total_flops === null) return null;
    return value - alignment(fit.form, fit.parameters, [model.total_flops / unit]);
  };
  const series = familyNames.flatMap((family) => {
    const drawn = points(
      models.filter((model) => familyOf(model) === family),
      {series: family, x: (model) => model.total_flops, y: residual}
    );
    return drawn.length > 0 ? [{look: families[family], drawn}] : [];
  });
  const numbers = series.flatMap(({drawn}) => drawn);
  const above = numbers.filter(({y}) => y > 0).length;
  const caption = `Measured minus fitted alignment of each model: ${above} of ${numbers.length} lie above the curve.`;
  const plot = drawAxes(document, {
    width: width.single,
    height: 200,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: zoomedDomain(numbers), title: "Measured − fitted *S*"},
    marks: [
      Plot.ruleY([0], {stroke: ink.zero}),
      ...series.map(({drawn, look}) => cloud(drawn, look, {radius: 2, opacity: 0.5}))
    ]
  });
  const key = flowingKey(
    document,
    series.map(({look}) => look),
    width.single
  );
  return {
    svg: assemble(document, {width: width.single, title: "What the curve leaves", key, rows: [[{plot}]], caption}),
    caption,
    numbers
  };
}
