import {grouped} from "./grouped.ts";
import {type Mean, meanInterval} from "./mean-interval.ts";
import type {DrawnNumber} from "./numbers.ts";

export interface MeansOptions<Item> {
  series: string;
  axes?: string;
  label?: string;
  x: (item: Item) => number | null;
  y: (item: Item) => number | null;
  /** The mean and what its interval is; the 95 % interval of the mean unless said. */
  mean?: (values: readonly number[]) => Mean;
}

/** Means of y over the items that share an x, in ascending x; items without x or y are left out. */
export function meansByX<Item>(
  items: readonly Item[],
  {series, axes, label, x, y, mean = meanInterval}: MeansOptions<Item>
): (DrawnNumber & {x: number; n: number})[] {
  const places = items.flatMap((item) => {
    const place = {x: x(item), y: y(item)};
    return place.x === null || place.y === null ? [] : [{x: place.x, y: place.y}];
  });
  const common = {...(axes === undefined ? {} : {axes}), series, mark: "line" as const, ...(label ? {label} : {})};
  return [...grouped(places, (place) => place.x)]
    .sort(([a], [b]) => a - b)
    .map(([at, same]) => ({...common, x: at, ...mean(same.map((place) => place.y))}));
}
