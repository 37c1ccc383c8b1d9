import {type ByteSource, readTensor, readTensorHeader, TensorMistake, writeTensors} from "../formats/tensors.ts";
import type {LabelledImages} from "../images/image-set.ts";

/** Labels of all images of a set, and the class that each label stands for. */
export interface Labels {
  labels: Int32Array;
  classes: string[];
}

/** A choice of labelled images, and the class that each label stands for. */
export interface ImageIndex extends Labels {
  /** Number of each image in its set. */
  images: Uint32Array;
}

/** Labels as a safetensors file: `labels` (I32), and the names of the classes in the metadata. */
export function writeLabels({labels, classes}: Labels): Uint8Array {
  return writeTensors({labels: {shape: [labels.length], data: labels}}, {classes: JSON.stringify(classes)});
}

/** @throws TensorMistake for a file that holds no labels */
export function readLabels(file: ByteSource): Labels {
  const header = readTensorHeader(file);
  const {data: labels} = readTensor(file, header, "labels", "I32");
  return {labels, classes: namesIn(header.metadata.classes, file.name)};
}

/** An index as a safetensors file: `images` (U32), `labels` (I32), and the names of the classes in the metadata. */
export function writeIndex({images, labels, classes}: ImageIndex): Uint8Array {
  return writeTensors(
    {images: {shape: [images.length], data: images}, labels: {shape: [labels.length], data: labels}},
    {classes: JSON.stringify(classes)}
  );
}

/** @throws TensorMistake for a file that is no index */
export function readIndex(file: ByteSource): ImageIndex {
  const {data: images} = readTensor(file, readTensorHeader(file), "images", "U32");
  return {images, ...readLabels(file)};
}

/** An index for training: labels and their number. */
export function labelledImages({images, labels, classes}: ImageIndex): LabelledImages {
  return {images, labels, classes: classes.length};
}

function namesIn(text: string | undefined, file: string): string[] {
  const names: unknown = text === undefined ? undefined : JSON.parse(text);
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string"))
    throw new TensorMistake(`${file}: the metadata name no classes`);
  return names;
}
