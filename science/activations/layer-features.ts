import {type ByteSource, readTensorHeader, TensorMistake} from "../formats/tensors.ts";
import type {Features} from "../linear-algebra/features.ts";
import {matrix} from "../linear-algebra/matrix.ts";

/** Names of the layers in a file of activations, by code point. */
export function layersIn(file: ByteSource): string[] {
  return [...readTensorHeader(file).tensors.keys()].sort();
}

/** Features of one layer, images x features, of which only what is asked for is read. @throws TensorMistake */
export function layerFeatures(file: ByteSource, layer: string): Features {
  const {tensors} = readTensorHeader(file);
  const entry = tensors.get(layer);
  const [rows, columns] = entry?.shape ?? [];
  if (entry?.type !== "F32" || rows === undefined || columns === undefined || entry.shape.length !== 2)
    throw new TensorMistake(
      `${file.name}: no layer "${layer}" (F32, images x features); there are ${[...tensors.keys()].join(", ")}`
    );
  return {
    rows,
    columns,
    read(first, count) {
      const block = matrix(rows, count);
      const bytes = new Uint8Array(count * 4);
      const values = new Float32Array(bytes.buffer);
      for (let row = 0; row < rows; row++) {
        file.read(entry.start + (row * columns + first) * 4, bytes);
        block.values.set(values, row * count);
      }
      return block;
    }
  };
}
