import * as Plot from "@observablehq/plot";
import {fontSize, ink} from "../look/theme.ts";
import {betweenDecades, decades} from "../series/decades.ts";
import type {Domain} from "../series/domain.ts";

/** One pair of axes: a log or linear x, and scores on y. */
export interface Axes {
  width: number;
  height: number;
  x: {domain: Domain; title: string; log?: boolean; step?: number; plainTicks?: boolean};
  y: {domain: Domain; title: string; step?: number};
  marks: Plot.Markish[];
}

/** Margins of every pair of axes, in pixels. */
export const margins = {top: 6, right: 10, bottom: 34, left: 40} as const;

/** Draws one pair of axes with its marks. */
export function drawAxes(document: Document, {width, height, x, y, marks}: Axes): Element {
  return Plot.plot({
    document,
    width,
    height,
    marginTop: margins.top,
    marginRight: margins.right,
    marginBottom: margins.bottom,
    marginLeft: margins.left,
    x: {type: (x.log ?? true) ? "log" : "linear", domain: [...x.domain], axis: null},
    y: {domain: [...y.domain], axis: null},
    marks: [
      ...((x.log ?? true)
        ? logAxisX(x.domain, width, x.plainTicks ? String : powerOfTen)
        : linearAxisX(x.domain, x.step ?? 0.1)),
      ...scoreAxisY(y.domain, y.step ?? 0.1),
      ...marks,
      Plot.frame({anchor: "bottom", stroke: ink.text, strokeWidth: 0.9}),
      Plot.frame({anchor: "left", stroke: ink.text, strokeWidth: 0.9}),
      titleX(x.title),
      titleY(y.title)
    ]
  });
}

const axisText = {fontSize: fontSize.tick, fill: ink.text, label: null} as const;
const titleText = {fontSize: fontSize.label, fill: ink.text} as const;

function logAxisX(domain: Domain, width: number, format: (value: number) => string): Plot.Markish[] {
  const major = decades(domain);
  const every = major.length * 36 > width - margins.left ? 2 : 1;
  return [
    Plot.gridX(major, {stroke: ink.grid, strokeOpacity: 1}),
    Plot.axisX(betweenDecades(domain), {tickSize: 2.5, fill: "none", label: null, strokeWidth: 0.6}),
    Plot.axisX(major, {
      ...axisText,
      tickSize: 5,
      tickPadding: 2,
      tickFormat: (value: number) => (major.indexOf(value) % every === 0 ? format(value) : "")
    })
  ];
}

function linearAxisX(domain: Domain, step: number): Plot.Markish[] {
  const ticks = multiples(domain, step);
  return [
    Plot.gridX(ticks, {stroke: ink.grid, strokeOpacity: 1}),
    Plot.axisX(ticks, {...axisText, tickSize: 5, tickPadding: 2, tickFormat: signed})
  ];
}

/** A vertical axis with a grid; a darker line at zero where zero is inside. */
export function scoreAxisY(domain: Domain, step: number): Plot.Markish[] {
  const ticks = multiples(domain, step);
  return [
    Plot.gridY(ticks, {stroke: ink.grid, strokeOpacity: 1}),
    ...(domain[0] < 0 ? [Plot.ruleY([0], {stroke: ink.zero, strokeWidth: 0.7})] : []),
    Plot.axisY(ticks, {...axisText, tickSize: 4, tickPadding: 2, tickFormat: signed})
  ];
}

function titleX(title: string): Plot.Markish {
  return Plot.text([title], {...titleText, frameAnchor: "bottom", dy: margins.bottom - 3, lineAnchor: "bottom"});
}

/** The title along a vertical axis. */
export function titleY(title: string): Plot.Markish {
  return Plot.text([title], {
    ...titleText,
    frameAnchor: "left",
    rotate: -90,
    dx: 7 - margins.left,
    lineAnchor: "middle",
    textAnchor: "middle"
  });
}

/** The multiples of a step within a range. */
function multiples([from, to]: Domain, step: number): number[] {
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({length: last - first + 1}, (_, i) => Number(((first + i) * step).toFixed(6)));
}

/** `10^{15}` in the markup of rich-text.ts. */
export function powerOfTen(value: number): string {
  return `10^{${signed(Math.round(Math.log10(value)))}}`;
}

/** A number with a true minus sign. */
function signed(value: number): string {
  return String(value).replace("-", "−");
}
