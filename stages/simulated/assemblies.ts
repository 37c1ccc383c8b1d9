import type {Matrix} from "../../science/linear-algebra/matrix.ts";
import type {AssemblyContent} from "../../science/recordings/write-assembly.ts";
import type {ObservedTrial} from "../../science/ventral-stream/observer.ts";
import {type Region, regions} from "../../science/ventral-stream/regions.ts";
import {noisyTrials} from "../../science/ventral-stream/trials.ts";

/** The single time bin of MajajHong2015, milliseconds after onset. */
const TIME_BIN = {time_bin_start: [70], time_bin_end: [170]};

/**
 * Single trials of all regions as neuroid x presentation x time_bin, the layout of MajajHong2015; all images in turn,
 * once a repetition.
 */
export function neuralAssembly(
  seed: number,
  signals: Readonly<Record<Region, Matrix>>,
  populations: Readonly<Record<Region, {repetitions: number; reliability: number}>>,
  ids: readonly string[]
): AssemblyContent {
  const {repetitions} = populations.V1;
  const presentations = ids.length * repetitions;
  const neuroids = regions.flatMap((region) =>
    Array.from({length: signals[region].columns}, (_, neuron) => ({region, id: `${region}-${neuron + 1}`}))
  );
  const data = new Float32Array(neuroids.length * presentations);
  let start = 0;
  for (const region of regions) {
    const trials = noisyTrials(seed, region, signals[region], populations[region]);
    data.set(trials, start);
    start += trials.length;
  }
  return {
    name: "simulated.ventral-stream",
    data,
    axes: [
      {
        name: "neuroid",
        length: neuroids.length,
        coordinates: {neuroid_id: neuroids.map(({id}) => id), region: neuroids.map(({region}) => region)}
      },
      {
        name: "presentation",
        length: presentations,
        coordinates: {
          image_id: Array.from({length: presentations}, (_, trial) => ids[trial % ids.length]!),
          repetition: Array.from({length: presentations}, (_, trial) => Math.floor(trial / ids.length))
        }
      },
      {name: "time_bin", length: 1, coordinates: TIME_BIN}
    ]
  };
}

/** Choices in the layout of Rajalingham2018: the array holds what was chosen. */
export function choiceAssembly(
  trials: readonly ObservedTrial[],
  labels: readonly number[],
  ids: readonly string[],
  classes: readonly string[]
): AssemblyContent {
  const samples = trials.map(({image}) => classes[labels[image]!]!);
  const distractors = trials.map(({distractor}) => classes[distractor]!);
  const choices = trials.map(({correct}, trial) => (correct ? samples[trial]! : distractors[trial]!));
  return {
    name: "simulated.observer",
    data: choices,
    axes: [
      {
        name: "presentation",
        length: trials.length,
        coordinates: {
          sample_obj: samples,
          dist_obj: distractors,
          choice: choices,
          image_id: trials.map(({image}) => ids[image]!),
          truth: samples
        }
      }
    ]
  };
}
