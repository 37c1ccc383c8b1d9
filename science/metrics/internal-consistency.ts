import {rowOf, transposed} from "../linear-algebra/matrix.ts";
import {type NeuroidScores, overNeuroids} from "./aggregate.ts";
import {pearson} from "./correlation.ts";
import {shuffleSplits, trainingShare} from "./splits.ts";
import {type Averages, repetitionAverage, type Trials} from "./trials.ts";

/**
 * The ceiling of a neural benchmark: ten times the repetitions are split in two halves (seed 1), each is averaged for
 * each image, and a neuroid's correlation r between the halves over the images is extrapolated to all trials by
 * Spearman-Brown, 2r / (1 + r). Median over neuroids, mean over the ten; images that a half lacks are left out.
 */
export function internalConsistency(trials: Trials): NeuroidScores {
  const repetitions = [...new Set(trials.repetitions)].sort((a, b) => a - b);
  const halves = shuffleSplits(repetitions.length, trainingShare(repetitions.length, 0.5));
  const average = (half: Uint32Array) => {
    const admitted = new Set(Array.from(half, (index) => repetitions[index]!));
    return repetitionAverage(trials, (repetition) => admitted.has(repetition));
  };
  return overNeuroids(halves.map(({train, test}) => consistency(average(train), average(test))));
}

/** Spearman and Brown's extrapolation of the correlation of two halves to the whole. */
export function spearmanBrown(r: number): number {
  return (2 * r) / (1 + r);
}

function consistency(first: Averages, second: Averages): number[] {
  const inFirst = new Map(first.images.map((image, row) => [image, row]));
  const common = second.images.flatMap((image, row) => {
    const other = inFirst.get(image);
    return other === undefined ? [] : [[other, row] as const];
  });
  const [a, b] = [transposed(first.responses), transposed(second.responses)];
  return Array.from({length: a.rows}, (_, j) => {
    const [of, to] = [rowOf(a, j), rowOf(b, j)];
    return spearmanBrown(
      pearson(
        common.map(([row]) => of[row]!),
        common.map(([, row]) => to[row]!)
      )
    );
  });
}
