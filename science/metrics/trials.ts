import {byCodePoint} from "../formats/json.ts";
import {type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";

/** Single trials of recordings. */
export interface Trials {
  /** Trials x neuroids; NaN where a neuroid was not recorded. */
  responses: Matrix;
  /** The image of each trial. */
  images: readonly string[];
  /** The number of each trial among those of its image. */
  repetitions: readonly number[];
}

/** Responses to images, averaged over trials. */
export interface Averages {
  /** Sorted by code point. */
  images: string[];
  /** Images x neuroids; NaN where no trial was recorded. */
  responses: Matrix;
}

/** The mean over the trials of each image, of those trials that `include` admits; NaN values are left out. */
export function repetitionAverage(
  {responses, images, repetitions}: Trials,
  include: (repetition: number) => boolean = () => true
): Averages {
  const admitted = [...images.keys()].filter((trial) => include(repetitions[trial]!));
  const names = [...new Set(admitted.map((trial) => images[trial]!))].sort(byCodePoint);
  const rowOfImage = new Map(names.map((name, row) => [name, row]));
  const means = matrix(names.length, responses.columns);
  const counts = new Uint32Array(means.values.length);
  for (const trial of admitted) {
    const at = rowOfImage.get(images[trial]!)! * responses.columns;
    for (const [j, value] of rowOf(responses, trial).entries()) {
      if (Number.isNaN(value)) continue;
      means.values[at + j]! += value;
      counts[at + j]! += 1;
    }
  }
  for (let i = 0; i < counts.length; i++) means.values[i] = counts[i] ? means.values[i]! / counts[i]! : Number.NaN;
  return {images: names, responses: means};
}
