import type {AssemblyContent} from "../../../science/recordings/write-assembly.ts";

export const images = ["a", "b", "c"];
/** Neuroids 0 and 2 are of V1. */
export const neuroids = {neuroid_id: ["n0", "n1", "n2"], region: ["V1", "V2", "V1"]};
/** Two trials of each image, not sorted. */
export const presentations = {image_id: ["b", "a", "c", "a", "b", "c"], repetition: [0, 0, 0, 1, 1, 1]};
/** Four bins of 10 ms. */
export const timeBins = {time_bin_start: [0, 10, 20, 30], time_bin_end: [10, 20, 30, 40]};

const coordinates = {neuroid: neuroids, presentation: presentations, time_bin: timeBins};
const lengths = {neuroid: 3, presentation: 6, time_bin: 4};
export type AxisName = keyof typeof lengths;

/** 100 x neuroid + 10 x presentation + bin. */
export function responseOf(place: Readonly<Record<AxisName, number>>): number {
  return 100 * place.neuroid + 10 * place.presentation + place.time_bin;
}

/** An assembly with its axes in some order; a coordinate of `changed` takes the place of the usual one, or none does. */
export function smallAssembly(
  order: readonly AxisName[],
  {
    changed = {},
    response = responseOf
  }: {
    changed?: Record<string, readonly string[] | readonly number[] | undefined>;
    response?: typeof responseOf;
  } = {}
): AssemblyContent {
  const data = new Float32Array(order.reduce((product, axis) => product * lengths[axis], 1));
  for (let at = 0; at < data.length; at++) {
    const place = {neuroid: 0, presentation: 0, time_bin: 0};
    let rest = at;
    for (const axis of [...order].reverse()) {
      place[axis] = rest % lengths[axis];
      rest = Math.floor(rest / lengths[axis]);
    }
    data[at] = response(place);
  }
  const axes = order.map((axis) => {
    const kept: Record<string, readonly string[] | readonly number[]> = {};
    for (const [name, usual] of Object.entries(coordinates[axis])) {
      const values = Object.hasOwn(changed, name) ? changed[name] : usual;
      if (values) kept[name] = values;
    }
    return {name: axis, length: lengths[axis], coordinates: kept};
  });
  return {name: "laboratory.Study2026", data, axes};
}
