import {didYouMean} from "../formats/nearest-name.ts";
import type {Assembly} from "./assembly.ts";
import {AssemblyMistake} from "./assembly-mistake.ts";
import {presentedImages} from "./presented-images.ts";
import type {Recordings} from "./recordings-file.ts";
import {type TimeBins, type TimeWindow, timeBins} from "./time-window.ts";

/** What is read at once, at most, unless a single neuroid's (or presentation's) responses are more. */
const BLOCK_BYTES = 2 ** 23;

type Range = readonly [number, number];

/**
 * A region's single trials from an assembly with the axes neuroid, presentation and (optionally) time bin, in any
 * order: the mean over the bins of the window, without NaN. Read in blocks, so that the file may be larger than memory.
 * @param images ids, in the order by which trials will refer to them
 * @throws AssemblyMistake for a missing coordinate, an axis without one, an unknown region or image, an empty trial
 */
export function readRecordings(
  assembly: Assembly,
  images: readonly string[],
  {region, window}: {region: string; window: TimeWindow | null}
): Recordings {
  const {axis: neuroidAxis, chosen} = neuroidsOf(assembly, region);
  const ids = assembly.words("neuroid_id").values;
  const {axis: presentationAxis, image, ids: presented} = presentedImages(assembly, images);
  const repetitions = assembly.integers("repetition");
  if (repetitions.axis !== presentationAxis)
    throw new AssemblyMistake(`${assembly.file}: repetition and image are not along the same axis`);
  const bins = timeBins(assembly, window);
  checkAxes(assembly, [neuroidAxis, presentationAxis, bins.axis]);
  const axes = {neuroidAxis, presentationAxis};
  const responses = averageOverBins(assembly, chosen, bins, axes);
  checkTrials(
    responses,
    chosen.length,
    (trial) => `${trial} (image ${presented[trial]})`,
    `${assembly.file}, ${region}`
  );
  return {
    responses,
    image,
    repetition: Int32Array.from(repetitions.values),
    neuroids: chosen.map((neuroid) => ids[neuroid]!),
    images: [...images]
  };
}

function neuroidsOf(assembly: Assembly, region: string) {
  const {axis, values} = assembly.words("region");
  const chosen = [...values.keys()].filter((neuroid) => values[neuroid] === region);
  if (chosen.length > 0) return {axis, chosen};
  const regions = [...new Set(values)];
  throw new AssemblyMistake(
    `${assembly.file} has no region "${region}"${didYouMean(region, regions)}; there are ${regions.join(", ")}`
  );
}

function checkAxes({file, axes, shape}: Assembly, known: readonly number[]): void {
  const present = known.filter((axis) => axis !== -1);
  const shown = axes.map((axis, number) => `${axis} ${shape[number]}`).join(" x ");
  if (new Set(present).size < present.length)
    throw new AssemblyMistake(`${file} has the shape ${shown}: neuroids, presentations and bins need an axis each`);
  const odd = axes.findIndex((_, axis) => !known.includes(axis) && shape[axis] !== 1);
  if (odd !== -1)
    throw new AssemblyMistake(
      `${file} has the shape ${shown}: along ${axes[odd]} there are neither neuroids, presentations nor time bins`
    );
}

function averageOverBins(
  assembly: Assembly,
  chosen: readonly number[],
  bins: TimeBins,
  {neuroidAxis, presentationAxis}: {neuroidAxis: number; presentationAxis: number}
): Float32Array {
  const {shape} = assembly;
  const trials = shape[presentationAxis]!;
  const responses = new Float32Array(trials * chosen.length);
  const columnOf = new Map(chosen.map((neuroid, column) => [neuroid, column]));
  for (const {neuroids, presentations} of blocks()) {
    const ranges = shape.map((length, axis): Range => {
      if (axis === neuroidAxis) return neuroids;
      if (axis === presentationAxis) return presentations;
      return axis === bins.axis ? bins.range : [0, length];
    });
    const values = assembly.numbers(ranges);
    const strideOf = (axis: number) =>
      axis === -1 ? 0 : ranges.slice(axis + 1).reduce((product, [from, to]) => product * (to - from), 1);
    const strides = [strideOf(neuroidAxis), strideOf(presentationAxis), strideOf(bins.axis)] as const;
    const count = bins.range[1] - bins.range[0];
    for (let neuroid = neuroids[0]; neuroid < neuroids[1]; neuroid++) {
      const column = columnOf.get(neuroid);
      if (column === undefined) continue;
      const means = meansOf(values, (neuroid - neuroids[0]) * strides[0], presentations, count, strides);
      for (const [offset, mean] of means.entries())
        responses[(presentations[0] + offset) * chosen.length + column] = mean;
    }
  }
  return responses;

  /** Along the outermost axis, where that is one of neuroids or presentations: there the file is read straight on. */
  function* blocks(): Generator<{neuroids: Range; presentations: Range}> {
    const bytes = 8 * (bins.range[1] - bins.range[0]);
    const everyNeuroid: Range = [0, shape[neuroidAxis]!];
    if (presentationAxis < neuroidAxis && presentationAxis === 0) {
      const step = stepOf(bytes * everyNeuroid[1]);
      for (let from = 0; from < trials; from += step)
        yield {neuroids: everyNeuroid, presentations: [from, Math.min(trials, from + step)]};
      return;
    }
    for (const neuroids of runsOf(chosen, stepOf(bytes * trials))) yield {neuroids, presentations: [0, trials]};
  }
}

/** Means over the bins of each presentation, by strides of neuroids, presentations and bins. */
function meansOf(
  values: ArrayLike<number>,
  start: number,
  presentations: Range,
  bins: number,
  [, presentationStride, binStride]: readonly [number, number, number]
): Float64Array {
  const sums = new Float64Array(presentations[1] - presentations[0]);
  const counts = new Uint32Array(sums.length);
  for (let bin = 0; bin < bins; bin++)
    for (let trial = 0, at = start + bin * binStride; trial < sums.length; trial++, at += presentationStride) {
      const value = values[at]!;
      if (Number.isNaN(value)) continue;
      sums[trial]! += value;
      counts[trial]! += 1;
    }
  return sums.map((sum, trial) => (counts[trial] === 0 ? Number.NaN : sum / counts[trial]!));
}

function stepOf(bytesEach: number): number {
  return Math.max(1, Math.floor(BLOCK_BYTES / bytesEach));
}

/** Consecutive numbers together, `most` at once. */
function* runsOf(ascending: readonly number[], most: number): Generator<Range> {
  let first = 0;
  for (let at = 1; at <= ascending.length; at++) {
    if (ascending[at] === ascending[first]! + at - first && at - first < most) continue;
    yield [ascending[first]!, ascending[at - 1]! + 1];
    first = at;
  }
}

function checkTrials(
  responses: Float32Array,
  neuroids: number,
  nameOf: (trial: number) => string,
  where: string
): void {
  const empty: number[] = [];
  for (let trial = 0; trial * neuroids < responses.length; trial++)
    if (responses.subarray(trial * neuroids, (trial + 1) * neuroids).every(Number.isNaN)) empty.push(trial);
  if (empty.length > 0)
    throw new AssemblyMistake(
      `${where}: ${empty.length} trials hold no response of any neuroid (NaN throughout), the first is ${nameOf(empty[0]!)}`
    );
}
