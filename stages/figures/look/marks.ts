import * as Plot from "@observablehq/plot";
import type {DrawnNumber} from "../series/numbers.ts";
import {plotSymbol} from "./markers.ts";
import type {Look} from "./palette.ts";
import {bandOpacity, lineWidth} from "./theme.ts";

const place = {x: "x", y: "y"} as const;

/** A cloud of models. */
export function cloud(
  points: readonly DrawnNumber[],
  {colour, shape}: Look,
  {radius = 2, opacity = 0.4}: {radius?: number; opacity?: number} = {}
): Plot.Markish {
  return Plot.dot(points, {
    ...place,
    r: radius,
    symbol: plotSymbol(shape),
    fill: colour,
    fillOpacity: opacity,
    sort: null
  });
}

/** Single markers, open so that they stand out from a cloud in print without color too. */
export function openMarkers(
  points: readonly DrawnNumber[],
  {colour, shape}: Look,
  {radius = 2}: {radius?: number} = {}
) {
  return Plot.dot(points, {
    ...place,
    r: radius,
    symbol: plotSymbol(shape),
    fill: "white",
    stroke: colour,
    strokeWidth: 0.9,
    sort: null
  });
}

/** A fitted curve with its band, where it has one; thin where it goes beyond the data. */
export function fitted(points: readonly DrawnNumber[], {colour, dash}: Look): Plot.Markish[] {
  const banded = points.filter(({low}) => low !== undefined);
  const within = points.filter(({mark}) => mark === "curve");
  const beyond = points.filter(({mark}) => mark === "extrapolation");
  const line = {...place, stroke: colour, ...dashed(dash)} as const;
  return [
    ...(banded.length > 0
      ? [Plot.areaY(banded, {x: "x", y1: "low", y2: "high", fill: colour, fillOpacity: bandOpacity})]
      : []),
    Plot.line(within, {...line, strokeWidth: lineWidth.curve}),
    ...(beyond.length > 0 ? [Plot.line(beyond, {...line, strokeWidth: lineWidth.beyond})] : [])
  ];
}

/** Options of a dashed line; square ends, since round ones close the gaps. */
export function dashed(dash: string | undefined): {strokeLinecap: "butt"; strokeDasharray?: string} {
  return {strokeLinecap: "butt", ...(dash === undefined ? {} : {strokeDasharray: dash})};
}

/**
 * A line through means, with markers at every x that is `marked`. Intervals are a band where every mean has one, else
 * vertical lines at those that have.
 */
export function meanLine(
  points: readonly DrawnNumber[],
  {colour, dash, shape}: Look,
  {radius = 2.4, marked = () => true}: {radius?: number; marked?: (x: number | string) => boolean} = {}
): Plot.Markish[] {
  const withInterval = points.filter(({low}) => low !== undefined);
  const interval = {x: "x", y1: "low", y2: "high"} as const;
  const intervals =
    withInterval.length === points.length
      ? Plot.areaY(withInterval, {...interval, fill: colour, fillOpacity: bandOpacity})
      : Plot.ruleX(withInterval, {...interval, stroke: colour, strokeWidth: 1, strokeOpacity: 0.6});
  return [
    intervals,
    Plot.line(points, {...place, stroke: colour, strokeWidth: lineWidth.mean, ...dashed(dash)}),
    Plot.dot(
      points.filter(({x}) => marked(x)),
      {...place, r: radius, symbol: plotSymbol(shape), fill: colour, stroke: "white", strokeWidth: 0.4}
    )
  ];
}
