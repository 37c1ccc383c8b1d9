import {type ByteSource, readTensor, readTensorHeader, TensorMistake, writeTensors} from "../formats/tensors.ts";

/** Single trials of one region. */
export interface Recordings {
  /** Trials x neuroids; NaN where a neuroid was not recorded. */
  responses: Float32Array;
  /** The image of each trial: its index in `images`. */
  image: Int32Array;
  /** The number of each trial among those of its image. */
  repetition: Int32Array;
  /** Ids, in the order of the recordings' file. */
  neuroids: string[];
  /** Ids of the stimuli. */
  images: string[];
}

/** Recordings as a safetensors file: `responses` (F32), `image` and `repetition` (I32), ids in the metadata as JSON. */
export function writeRecordings({responses, image, repetition, neuroids, images}: Recordings): Uint8Array {
  return writeTensors(
    {
      responses: {shape: [image.length, neuroids.length], data: responses},
      image: {shape: [image.length], data: image},
      repetition: {shape: [repetition.length], data: repetition}
    },
    {neuroids: JSON.stringify(neuroids), images: JSON.stringify(images)}
  );
}

/** @throws TensorMistake for a file that holds no recordings */
export function readRecordingsFile(source: ByteSource): Recordings {
  const header = readTensorHeader(source);
  const ids = (name: string): string[] => {
    const list: unknown = JSON.parse(header.metadata[name] ?? "null");
    if (!Array.isArray(list) || !list.every((id) => typeof id === "string"))
      throw new TensorMistake(`${source.name}: the metadata name no ${name}`);
    return list;
  };
  return {
    responses: readTensor(source, header, "responses", "F32").data,
    image: readTensor(source, header, "image", "I32").data,
    repetition: readTensor(source, header, "repetition", "I32").data,
    neuroids: ids("neuroids"),
    images: ids("images")
  };
}
