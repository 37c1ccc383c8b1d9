import * as Plot from "@observablehq/plot";
import {fontSize, ink} from "../look/theme.ts";
import type {Domain} from "../series/domain.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {margins, scoreAxisY, titleY} from "./axes.ts";

/** How the bars of one series are filled and outlined; the outline of a hollow bar carries its colour. */
export interface BarLook {
  fill: string;
  stroke: string;
}

/** A bar chart of groups: in each, a bar from zero for each series that has one, with its whisker and its points. */
export interface GroupedBars {
  width: number;
  height: number;
  groups: readonly string[];
  series: readonly string[];
  /** `x` names the group. */
  bars: readonly DrawnNumber[];
  /** What the bars are means of. */
  points: readonly DrawnNumber[];
  lookOf: (bar: DrawnNumber) => BarLook;
  y: {domain: Domain; title: string; step: number};
  /** Long names of groups are written aslant. */
  slanted?: boolean;
}

const FILLED = 0.78;

/** Draws grouped bars. */
export function drawGroupedBars(document: Document, options: GroupedBars): Element {
  const {width, height, groups, series, bars, points, lookOf, y, slanted = false} = options;
  const share = FILLED / series.length;
  const middle = (bar: DrawnNumber) =>
    groups.indexOf(String(bar.x)) + (series.indexOf(bar.series) - (series.length - 1) / 2) * share;
  const ranges = bars.filter(({low}) => low !== undefined);
  const names = Plot.text(groups, {
    x: (_, i: number) => i,
    text: (name: string) => name,
    frameAnchor: "bottom",
    fontSize: slanted ? fontSize.tick : fontSize.label,
    fill: ink.text,
    ...(slanted
      ? {rotate: -32, textAnchor: "end", lineAnchor: "top", dy: 4, dx: 3}
      : {lineAnchor: "top", dy: 6, textAnchor: "middle"})
  });
  return Plot.plot({
    document,
    width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: slanted ? 54 : 22,
    marginLeft: margins.left,
    x: {type: "linear", domain: [-0.5, groups.length - 0.5], axis: null},
    y: {domain: [...y.domain], axis: null},
    marks: [
      ...scoreAxisY(y.domain, y.step),
      Plot.rect(bars, {
        x1: (bar) => middle(bar) - share / 2,
        x2: (bar) => middle(bar) + share / 2,
        y1: 0,
        y2: "y",
        fill: (bar) => lookOf(bar).fill,
        stroke: (bar) => lookOf(bar).stroke,
        strokeWidth: 0.9
      }),
      Plot.ruleX(ranges, {x: middle, y1: "low", y2: "high", stroke: "white", strokeWidth: 3}),
      Plot.ruleX(ranges, {x: middle, y1: "low", y2: "high", stroke: ink.text, strokeWidth: 1.2}),
      Plot.dot(points, {x: middle, y: "y", r: 1.5, fill: "white", stroke: ink.text, strokeWidth: 0.7, sort: null}),
      Plot.frame({anchor: "bottom", stroke: ink.text, strokeWidth: 0.9}),
      Plot.frame({anchor: "left", stroke: ink.text, strokeWidth: 0.9}),
      names,
      titleY(y.title)
    ]
  });
}
