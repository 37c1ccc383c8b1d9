import {type Matrix, rowOf} from "../linear-algebra/matrix.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import {PURPOSE, type Region, regions} from "./regions.ts";

/**
 * Deviation of a trial's noise at which the mean of all trials has a reliability p, where the signal's deviation is 1:
 * p = 1 / (1 + n^2 / R), which is what Spearman and Brown's rule extrapolates from the correlation of two halves.
 */
export function noiseDeviation(reliability: number, repetitions: number): number {
  return Math.sqrt((repetitions * (1 - reliability)) / reliability);
}

/**
 * Trials of a region's neurons, neuron x repetition x image.
 * @param signals standardised responses, images x neurons
 */
export function noisyTrials(
  seed: number,
  region: Region,
  signals: Matrix,
  {repetitions, reliability}: {repetitions: number; reliability: number}
): Float32Array {
  const deviation = noiseDeviation(reliability, repetitions);
  const trials = new Float32Array(signals.columns * repetitions * signals.rows);
  for (let image = 0; image < signals.rows; image++)
    for (const [neuron, signal] of rowOf(signals, image).entries()) {
      const stream = new KeyedStream(seed, PURPOSE.noise, regions.indexOf(region), neuron, image);
      for (let repetition = 0; repetition < repetitions; repetition++)
        trials[(neuron * repetitions + repetition) * signals.rows + image] = signal + deviation * stream.normal();
    }
  return trials;
}
