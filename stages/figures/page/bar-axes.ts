import * as Plot from "@observablehq/plot";
import {fontSize, ink} from "../look/theme.ts";
import type {Domain} from "../series/domain.ts";
import type {DrawnNumber} from "../series/numbers.ts";
import {margins, scoreAxisY, titleY} from "./axes.ts";

/** A bar chart: bars from zero with whiskers, and a level to compare them with. */
export interface BarAxes {
  width: number;
  height: number;
  bars: DrawnNumber[];
  colourOf: (bar: DrawnNumber) => string;
  reference: DrawnNumber;
  y: {domain: Domain; title: string; step: number};
}

/** Draws bars, each with its value at its foot, whiskers from `low` to `high`, and the reference as a dashed line. */
export function drawBarAxes(document: Document, {width, height, bars, colourOf, reference, y}: BarAxes): Element {
  return Plot.plot({
    document,
    width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: 22,
    marginLeft: margins.left,
    x: {type: "band", domain: bars.map(({x}) => x), axis: null, padding: 0.28},
    y: {domain: [...y.domain], axis: null},
    marks: [
      ...scoreAxisY(y.domain, y.step),
      Plot.barY(bars, {x: "x", y: "y", fill: colourOf, stroke: ink.text, strokeWidth: 0.5}),
      Plot.ruleY([reference.y], {stroke: ink.text, strokeDasharray: "4,2.5", strokeWidth: 1}),
      ...whiskers(bars, {stroke: "white", strokeWidth: 2.6}),
      ...whiskers(bars, {stroke: ink.text, strokeWidth: 1}),
      Plot.frame({anchor: "bottom", stroke: ink.text, strokeWidth: 0.9}),
      Plot.frame({anchor: "left", stroke: ink.text, strokeWidth: 0.9}),
      Plot.axisX({tickSize: 0, tickPadding: 5, fontSize: fontSize.label, fill: ink.text, label: null}),
      titleY(y.title)
    ]
  });
}

/** Drawn twice, white below black, so that whiskers show on dark bars too. */
function whiskers(bars: readonly DrawnNumber[], stroke: {stroke: string; strokeWidth: number}): Plot.Markish[] {
  return [
    Plot.ruleX(bars, {...stroke, x: "x", y1: "low", y2: "high"}),
    Plot.tickY(bars, {...stroke, x: "x", y: "low", inset: 14}),
    Plot.tickY(bars, {...stroke, x: "x", y: "high", inset: 14})
  ];
}
