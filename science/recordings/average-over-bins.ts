import type {Assembly} from "./assembly.ts";
import type {TimeBins} from "./time-window.ts";

/** What is read at once, at most, unless a single neuroid's (or presentation's) responses are more. */
const BLOCK_BYTES = 2 ** 23;

type Range = readonly [number, number];

/**
 * Single trials of some neuroids, trials x neuroids: means over the time bins, without NaN; NaN where nothing is left.
 * @param chosen numbers of the neuroids, ascending
 */
export function averageOverBins(
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
