import {type ByteSource, readTensorHeader, TensorMistake} from "../formats/tensors.ts";
import type {Features} from "../linear-algebra/features.ts";
import {matrix} from "../linear-algebra/matrix.ts";
import {checkFinite} from "./finite-activations.ts";

/** Names of the layers in a file of activations, by code point. */
export function layersIn(file: ByteSource): string[] {
  return [...readTensorHeader(file).tensors.keys()].sort();
}

/**
 * Features of one layer, images x features (further axes one after another in C order), of which only what is asked for
 * is read.
 * @throws TensorMistake where there is no such layer, and ActivationMistake, when they are read, for NaN and infinities
 */
export function layerFeatures(file: ByteSource, layer: string): Features {
  const {tensors} = readTensorHeader(file);
  const entry = tensors.get(layer);
  if (!entry) throw new TensorMistake(`${file.name}: no layer "${layer}"; there are ${[...tensors.keys()].join(", ")}`);
  const [rows, ...others] = entry.shape;
  if (entry.type !== "F32" || rows === undefined)
    throw new TensorMistake(
      `${file.name}: layer "${layer}" is ${entry.type} of shape [${entry.shape.join(", ")}], expected F32, images x features`
    );
  const columns = others.reduce((product, extent) => product * extent, 1);
  return rowsInFile(file, {start: entry.start, rows, columns}, `${file.name}: layer "${layer}"`);
}

/**
 * Rows x columns of 32-bit floats that lie in a file one after another.
 * @param start byte of the first. @param called what to call them in messages
 * @throws ActivationMistake, when they are read, for NaN and infinities
 */
export function rowsInFile(
  file: ByteSource,
  {start, rows, columns}: {start: number; rows: number; columns: number},
  called: string
): Features {
  return {
    rows,
    columns,
    read(first, count) {
      const block = matrix(rows, count);
      const values = new Float32Array(count);
      const bytes = new Uint8Array(values.buffer);
      for (let row = 0; row < rows; row++) {
        file.read(start + (row * columns + first) * 4, bytes);
        checkFinite(values, count, called, {picture: row, feature: first});
        block.values.set(values, row * count);
      }
      return block;
    }
  };
}
