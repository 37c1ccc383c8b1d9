import {meanRange} from "./mean-interval.ts";
import type {DrawnNumber} from "./numbers.ts";

/** One bar to be: which models, in which group and series. */
export interface BarOf<Item> {
  axes: string;
  series: string;
  /** Name of its group. */
  x: string;
  items: readonly Item[];
  label: (item: Item) => string;
  y: (item: Item) => number | null;
}

/** A mean with the range of its values, and the values as points; nothing where an item has no value. */
export function barOf<Item>({axes, series, x, items, label, y}: BarOf<Item>): {
  bars: DrawnNumber[];
  points: DrawnNumber[];
} {
  const points = items.flatMap((item) => {
    const value = y(item);
    return value === null ? [] : [{axes, series, mark: "point" as const, label: label(item), x, y: value}];
  });
  if (points.length === 0 || points.length < items.length) return {bars: [], points: []};
  return {bars: [{axes, series, mark: "bar", x, ...meanRange(points.map((point) => point.y))}], points};
}
