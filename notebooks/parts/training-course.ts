import type {DynamicsRow} from "../../science/selection/published-tables.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {meanLine} from "../../stages/figures/look/marks.ts";
import {families, fitted} from "../../stages/figures/look/palette.ts";
import {axisTitle, width} from "../../stages/figures/look/theme.ts";
import {drawAxes} from "../../stages/figures/page/axes.ts";
import {tableKey} from "../../stages/figures/page/key.ts";
import {assemble} from "../../stages/figures/page/page.ts";
import {logDomain, scoreDomain} from "../../stages/figures/series/domain.ts";
import {familyOf, isMarkedEpoch, type Scores} from "../../stages/figures/series/models.ts";
import type {DrawnNumber} from "../../stages/figures/series/numbers.ts";

/** Alignment of some models over the epochs of their training; dashes tell models of one family apart. */
export function trainingCourse(
  document: Document,
  ids: readonly string[],
  epochs: readonly DynamicsRow[],
  score: (scores: Scores) => number | null
): Figure {
  const seen = new Map<string, number>();
  const series = ids.map((id) => {
    const rows = epochs.filter(({model_id}) => model_id === id);
    const family = rows[0] && familyOf(rows[0]);
    const base = family ? families[family] : fitted;
    const before = seen.get(base.label) ?? 0;
    seen.set(base.label, before + 1);
    const look = {...base, label: id, ...(before > 0 ? {dash: `${2 + 2 * before},2`} : {})};
    const drawn = rows.flatMap((row): DrawnNumber[] => {
      const y = score(row);
      return y === null ? [] : [{series: id, mark: "line", x: row.epoch, y}];
    });
    return {look, drawn};
  });
  const numbers = series.flatMap(({drawn}) => drawn);
  if (numbers.length === 0) throw new Error("choose at least one model");
  const caption = "One line a model, seed 0, trained on the full data set; a marker at some of the scored epochs.";
  const plot = drawAxes(document, {
    width: width.single,
    height: 226,
    x: {domain: logDomain(numbers), title: axisTitle.epoch, plainTicks: true},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: series.flatMap(({drawn, look}) => meanLine(drawn, look, {marked: isMarkedEpoch}))
  });
  const key = tableKey(
    document,
    series.map(({look}) => ({...look, line: true})),
    width.single
  );
  return {
    svg: assemble(document, {width: width.single, title: "Alignment over training", key, rows: [[{plot}]], caption}),
    caption,
    numbers
  };
}
