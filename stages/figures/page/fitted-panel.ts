import type {Figure} from "../figure.ts";
import {axisTitle, width} from "../look/theme.ts";
import {logDomain, scoreDomain} from "../series/domain.ts";
import {type FittedSeries, seriesMarks} from "../series/fitted-series.ts";
import {drawAxes} from "./axes.ts";
import {tableKey} from "./key.ts";
import {assemble} from "./page.ts";

/** A panel of one column: clouds of models with their fits over one log axis, and a key with the equations. */
export interface FittedPanel {
  title: string;
  caption: string;
  series: FittedSeries[];
  /** Height of the axes, in pixels. */
  height: number;
  /** Title of the x axis. */
  x: string;
}

/** Draws it: the key above the axes, the caption below. */
export function fittedPanel(document: Document, {title, caption, series, height, x}: FittedPanel): Figure {
  const numbers = series.flatMap((one) => one.numbers);
  const plot = drawAxes(document, {
    width: width.single,
    height,
    x: {domain: logDomain(numbers), title: x},
    y: {domain: scoreDomain(numbers), title: axisTitle.score},
    marks: seriesMarks(series)
  });
  const entries = series.map(({entry}) => entry);
  const key = tableKey(document, entries, width.single);
  const svg = assemble(document, {width: width.single, title, key, rows: [[{plot}]], caption});
  return {svg, caption, numbers};
}
