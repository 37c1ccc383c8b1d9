import type {Assembly} from "./assembly.ts";
import {AssemblyMistake} from "./assembly-mistake.ts";

/** Milliseconds after the stimulus' onset, from and to. */
export type TimeWindow = readonly [number, number];

/** Indices of the time bins that make up a window, [from, to), and the axis that they are on (-1: there is none). */
export interface TimeBins {
  axis: number;
  range: readonly [number, number];
}

/**
 * @param window null where the responses are not binned, or in one bin
 * @throws AssemblyMistake where no bins make up the window, or none was given and there are several
 */
export function timeBins(assembly: Assembly, window: TimeWindow | null): TimeBins {
  const {file} = assembly;
  if (!assembly.has("time_bin_start")) {
    if (window === null) return {axis: -1, range: [0, 1]};
    throw new AssemblyMistake(`${file} has no time bins; the window of ${window.join(" to ")} ms must be null`);
  }
  const {axis, values: starts} = assembly.integers("time_bin_start");
  const {values: ends} = assembly.integers("time_bin_end");
  const bins = `${starts.length} time bins, from ${starts[0]} to ${ends.at(-1)} ms`;
  if (window === null) {
    if (starts.length === 1) return {axis, range: [0, 1]};
    throw new AssemblyMistake(`${file} has ${bins}: a window must be given`);
  }
  const from = starts.indexOf(window[0]);
  const last = ends.indexOf(window[1]);
  const gapless = starts.every((start, bin) => bin <= from || bin > last || start === ends[bin - 1]);
  if (from === -1 || last < from || !gapless)
    throw new AssemblyMistake(`${file}: no bins make up the window of ${window.join(" to ")} ms; there are ${bins}`);
  return {axis, range: [from, last + 1]};
}
