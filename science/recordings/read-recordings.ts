import {didYouMean} from "../formats/nearest-name.ts";
import type {Assembly} from "./assembly.ts";
import {AssemblyMistake} from "./assembly-mistake.ts";
import {averageOverBins} from "./average-over-bins.ts";
import {presentedImages} from "./presented-images.ts";
import type {Recordings} from "./recordings-file.ts";
import {type TimeWindow, timeBins} from "./time-window.ts";

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
  const ids = assembly.words("neuroid_id");
  if (ids.axis !== neuroidAxis)
    throw new AssemblyMistake(`${assembly.file}: region and neuroid_id are not along the same axis`);
  const {axis: presentationAxis, image, ids: presented} = presentedImages(assembly, images);
  const repetitions = assembly.integers("repetition");
  if (repetitions.axis !== presentationAxis)
    throw new AssemblyMistake(`${assembly.file}: image and repetition are not along the same axis`);
  const bins = timeBins(assembly, window);
  checkAxes(assembly, [neuroidAxis, presentationAxis, bins.axis]);
  const responses = averageOverBins(assembly, chosen, bins, {neuroidAxis, presentationAxis});
  const where = `${assembly.file}, ${region}`;
  const neuroids = chosen.map((neuroid) => ids.values[neuroid]!);
  checkTrials(responses, neuroids, (trial) => `${trial} (image ${presented[trial]})`, where);
  checkImages(responses, neuroids, image, (index) => images[index] ?? "", where);
  return {
    responses,
    image,
    repetition: Int32Array.from(repetitions.values),
    neuroids,
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

function checkTrials(
  responses: Float32Array,
  neuroids: readonly string[],
  nameOf: (trial: number) => string,
  where: string
): void {
  const empty: number[] = [];
  for (let trial = 0; trial * neuroids.length < responses.length; trial++) {
    const row = responses.subarray(trial * neuroids.length, (trial + 1) * neuroids.length);
    if (row.every(Number.isNaN)) empty.push(trial);
    const infinite = row.findIndex((response) => Math.abs(response) === Number.POSITIVE_INFINITY);
    if (infinite !== -1)
      throw new AssemblyMistake(
        `${where}: neuroid ${neuroids[infinite]} responds ${row[infinite]} in trial ${nameOf(trial)}; expected finite numbers`
      );
  }
  if (empty.length > 0)
    throw new AssemblyMistake(
      `${where}: ${empty.length} trials hold no response of any neuroid (NaN throughout), the first is ${nameOf(empty[0]!)}`
    );
}

/** Scores need each neuroid's mean response to each image. */
function checkImages(
  responses: Float32Array,
  neuroids: readonly string[],
  image: Int32Array,
  nameOf: (image: number) => string,
  where: string
): void {
  const counts = new Map<number, Uint32Array>();
  for (const [trial, shown] of image.entries()) {
    const found = counts.get(shown) ?? new Uint32Array(neuroids.length);
    counts.set(shown, found);
    for (let neuroid = 0; neuroid < neuroids.length; neuroid++)
      if (!Number.isNaN(responses[trial * neuroids.length + neuroid]!)) found[neuroid]! += 1;
  }
  for (const [shown, found] of counts) {
    const neuroid = found.indexOf(0);
    if (neuroid !== -1)
      throw new AssemblyMistake(
        `${where}: neuroid ${neuroids[neuroid]} has no response (NaN in every trial) to image ${nameOf(shown)}`
      );
  }
}
