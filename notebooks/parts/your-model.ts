import {readForeignTable} from "../../science/formats/foreign-table.ts";
import type {Fit} from "../../science/scaling-laws/fit.ts";
import {alignment} from "../../science/scaling-laws/form.ts";
import {type ModelRow, modelColumns} from "../../science/selection/published-tables.ts";
import type {Figure} from "../../stages/figures/figure.ts";
import {openMarkers} from "../../stages/figures/look/marks.ts";
import {kinds} from "../../stages/figures/look/palette.ts";
import {axisTitle, width} from "../../stages/figures/look/theme.ts";
import {drawAxes} from "../../stages/figures/page/axes.ts";
import {tableKey} from "../../stages/figures/page/key.ts";
import {assemble} from "../../stages/figures/page/page.ts";
import {logDomain, scoreDomain} from "../../stages/figures/series/domain.ts";
import {fittedSeries, seriesMarks} from "../../stages/figures/series/fitted-series.ts";
import {isMain, neuralMean, type Scores} from "../../stages/figures/series/models.ts";
import type {DrawnNumber} from "../../stages/figures/series/numbers.ts";

/** A model that somebody brings: what it cost, and how well it aligns. */
export interface OwnModel extends Scores {
  name: string;
  /** Training compute in FLOPs: 3 x FLOPs of a forward pass x samples seen. */
  compute: number;
}

/** How a model stands beside a curve. */
export interface Standing {
  model: string;
  of: string;
  measured: number;
  /** What the curve predicts at the model's compute. */
  expected: number;
  difference: number;
  /** Share of the study's models, within a factor of three of its compute, that align less. */
  better: number | null;
}

/**
 * Models of a CSV text with columns as in the released table: model_id, total_flops (or flops and n_samples_seen), and
 * V1, V2, V4, IT, Behavioral, of which any may be missing.
 * @throws TableMistake for a cell that does not fit its column; Error for a row without compute
 */
export function ownModels(text: string): OwnModel[] {
  return readForeignTable(text, modelColumns, {file: "your table"}).rows.map((row, index) => {
    const value = (name: string) => {
      const cell = row[name];
      return typeof cell === "number" ? cell : null;
    };
    const name = String(row.model_id ?? `row ${index + 1}`);
    const [flops, seen] = [value("flops"), value("n_samples_seen")];
    const compute = value("total_flops") ?? (flops !== null && seen !== null ? 3 * flops * seen : null);
    if (compute === null || !(compute > 0))
      throw new Error(`${name}: expected total_flops above 0, or flops and n_samples_seen`);
    const scores = {
      V1: value("V1"),
      V2: value("V2"),
      V4: value("V4"),
      IT: value("IT"),
      Behavioral: value("Behavioral")
    };
    return {name, compute, ...scores};
  });
}

const measures = [
  {name: "neural mean", look: kinds.neural, of: neuralMean},
  {name: "behavior", look: kinds.behavior, of: (scores: Scores) => scores.Behavioral}
] as const;

/** Each model beside both curves. */
export function standings(own: readonly OwnModel[], models: readonly ModelRow[], fits: readonly Fit[]): Standing[] {
  return own.flatMap((model) =>
    measures.flatMap(({name, of}, i) => {
      const fit = fits[i];
      const measured = of(model);
      if (!fit || measured === null) return [];
      const expected = alignment(fit.form, fit.parameters, [model.compute / (fit.x[0]?.unit ?? Number.NaN)]);
      const peers = models.flatMap((peer) => {
        const near = isMain(peer) && Math.abs(Math.log((peer.total_flops ?? 0) / model.compute)) < Math.log(3);
        return near ? (of(peer) ?? []) : [];
      });
      const better = peers.length > 0 ? peers.filter((score) => score < measured).length / peers.length : null;
      return [{model: model.name, of: name, measured, expected, difference: measured - expected, better}];
    })
  );
}

/** The study's models and curves with other models drawn over them. */
export function ownPanel(
  document: Document,
  own: readonly OwnModel[],
  models: readonly ModelRow[],
  fits: readonly Fit[]
): Figure {
  const main = models.filter(isMain);
  const series = measures.flatMap(({name, look, of}, i) => {
    const fit = fits[i];
    if (!fit) return [];
    return [fittedSeries(main, {series: name, look, fit, letter: "C", extend: 100, x: (m) => m.total_flops, y: of})];
  });
  const brought = measures.map(({name, look, of}) => ({
    look,
    drawn: own.flatMap((model): DrawnNumber[] => {
      const y = of(model);
      return y === null ? [] : [{series: `own, ${name}`, mark: "point", label: model.name, x: model.compute, y}];
    })
  }));
  const numbers = [...series.flatMap((one) => one.numbers), ...brought.flatMap(({drawn}) => drawn)];
  const caption = "Open markers: your models. Small dots: models of the study. Thin lines: beyond the study's data.";
  const plot = drawAxes(document, {
    width: width.single,
    height: 236,
    x: {domain: logDomain(numbers), title: axisTitle.compute},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: [...seriesMarks(series), ...brought.map(({drawn, look}) => openMarkers(drawn, look, {radius: 4.5}))]
  });
  const key = tableKey(
    document,
    series.map(({entry}) => entry),
    width.single
  );
  return {
    svg: assemble(document, {
      width: width.single,
      title: "Your models beside the curves",
      key,
      rows: [[{plot}]],
      caption
    }),
    caption,
    numbers
  };
}
