import {readTensors, type Tensor, writeTensors} from "../formats/tensors.ts";
import type {NamedTensor, Weights} from "../numerics/backend.ts";

/** Weights as a safetensors file: each parameter and buffer by its name, in its canonical layout. */
export function writeWeights(weights: Weights, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  return writeTensors(Object.fromEntries(weights), metadata);
}

/** @param name the file's name, for messages */
export function readWeights(file: Uint8Array, name: string): Weights {
  return new Map(Object.entries(readTensors(file, name)).map(([key, tensor]) => [key, floats(tensor, key, name)]));
}

/** A tensor of single precision. */
export function floats({shape, data}: Tensor, key: string, file: string): NamedTensor {
  if (!(data instanceof Float32Array)) throw new TypeError(`${file}: tensor "${key}" is not of type F32`);
  return {shape, data};
}
