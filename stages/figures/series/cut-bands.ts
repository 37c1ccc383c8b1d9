import type {FittedSeries} from "./fitted-series.ts";
import type {DrawnNumber} from "./numbers.ts";

/** How far beyond the points a band is drawn, in units of the score. */
const ROOM = 0.1;

/** Series whose bands end a little beyond all points: few points leave a fit so open that its band would fill any axes. */
export function withCutBands(series: readonly FittedSeries[]): FittedSeries[] {
  const scores = series.flatMap(({points}) => points.map(({y}) => y));
  const lowest = scores.reduce((a, b) => Math.min(a, b)) - ROOM;
  const highest = scores.reduce((a, b) => Math.max(a, b)) + ROOM;
  const within = (value: number) => Math.min(highest, Math.max(lowest, value));
  return series.map((one) => {
    const curve = one.curve.map(
      ({low, high, ...number}): DrawnNumber => ({
        ...number,
        ...(low !== undefined && {low: within(low)}),
        ...(high !== undefined && {high: within(high)})
      })
    );
    return {...one, curve, numbers: [...one.points, ...curve]};
  });
}
