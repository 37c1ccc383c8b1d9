import {type ByteSource, readTensor, readTensorHeader, TensorMistake} from "../formats/tensors.ts";
import {matrix} from "../linear-algebra/matrix.ts";
import type {Trials} from "../metrics/trials.ts";

/** Single trials of one region's neuroids. */
export interface Recordings extends Trials {
  neuroids: string[];
}

/** Reads recordings as the stage of that name writes them. @throws TensorMistake */
export function readRecordings(file: ByteSource): Recordings {
  const header = readTensorHeader(file);
  const {shape, data} = readTensor(file, header, "responses", "F32");
  const image = readTensor(file, header, "image", "I32").data;
  const repetitions = readTensor(file, header, "repetition", "I32").data;
  const names = namesIn(header.metadata.images, "images", file.name);
  const [trials = 0, columns = 0] = shape;
  return {
    responses: matrix(trials, columns, Float64Array.from(data)),
    images: Array.from(image, (number) => names[number] ?? ""),
    repetitions: Array.from(repetitions),
    neuroids: namesIn(header.metadata.neuroids, "neuroids", file.name)
  };
}

function namesIn(text: string | undefined, what: string, file: string): string[] {
  const names: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string"))
    throw new TensorMistake(`${file}: the metadata name no ${what}`);
  return names;
}
