import type {DrawnNumber} from "./numbers.ts";

export type Domain = readonly [from: number, to: number];

/** Range of a log axis that holds every x, with a little room on both sides. */
export function logDomain(numbers: readonly DrawnNumber[]): Domain {
  const values = numbers.flatMap(({x}) => (typeof x === "number" ? [x] : []));
  const [smallest, largest] = extent(values);
  const room = (largest / smallest) ** 0.02;
  return [smallest / room, largest * room];
}

/** Range of a score axis that holds every y and band, zero included, out to the next tick. */
export function scoreDomain(numbers: readonly DrawnNumber[], {step = 0.1} = {}): Domain {
  const [from, to] = zoomedDomain(numbers, {step});
  return [Math.min(0, from), to];
}

/** The same without zero, for points whose differences would be lost beside it. */
export function zoomedDomain(numbers: readonly DrawnNumber[], {step = 0.1} = {}): Domain {
  const [smallest, largest] = extent(
    numbers.flatMap(({y, low = y, high = y}) => [y, low, high].filter(Number.isFinite))
  );
  const outwards = (value: number, round: (value: number) => number) => Number((round(value / step) * step).toFixed(6));
  return [outwards(smallest - step / 20, Math.floor), outwards(largest + step / 20, Math.ceil)];
}

function extent(values: readonly number[]): [number, number] {
  if (values.length === 0) throw new Error("nothing to draw: no model has the values of this panel");
  return [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))];
}

/** Smallest and largest of some values. */
export function valueDomain(values: readonly number[]): Domain {
  return extent(values);
}
