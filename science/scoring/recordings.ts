import type {ByteSource} from "../formats/tensors.ts";
import {matrix} from "../linear-algebra/matrix.ts";
import type {Trials} from "../metrics/trials.ts";
import {readRecordingsFile} from "../recordings/recordings-file.ts";

/** Single trials of one region's neuroids. */
export interface Recordings extends Trials {
  neuroids: string[];
}

/** Reads recordings as trials for the metrics, in double precision. @throws TensorMistake */
export function readRecordings(file: ByteSource): Recordings {
  const {responses, image, repetition, neuroids, images} = readRecordingsFile(file);
  return {
    responses: matrix(image.length, neuroids.length, Float64Array.from(responses)),
    images: Array.from(image, (number) => images[number] ?? ""),
    repetitions: Array.from(repetition),
    neuroids
  };
}
