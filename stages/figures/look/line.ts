import * as Plot from "@observablehq/plot";
import type {DrawnNumber} from "../series/numbers.ts";
import {bandOpacity, ink, lineWidth} from "./theme.ts";

/** A straight line with its band, through a cloud of points. */
export function straightLine(numbers: readonly DrawnNumber[], colour: string): Plot.Markish[] {
  return [
    Plot.areaY(numbers, {x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: bandOpacity}),
    Plot.line(numbers, {x: "x", y: "y", stroke: colour, strokeWidth: lineWidth.curve})
  ];
}

/** The line on which two scores are equal. */
export function identityLine(numbers: readonly DrawnNumber[]): Plot.Markish {
  return Plot.line(numbers, {x: "x", y: "y", stroke: ink.quiet, strokeWidth: 0.8, strokeDasharray: "2,2"});
}
