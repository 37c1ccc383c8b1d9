import type {Network, Shape} from "../../../science/networks/network.ts";
import {parametersOf} from "../../../science/networks/parameters.ts";
import type {NamedTensor, Weights} from "../../../science/numerics/backend.ts";

/** Numbers in [-1, 1) by a formula that Python writes as easily: a hash of the place, with a number for the tensor. */
export function noise(tensor: number, length: number): Float64Array {
  return Float64Array.from({length}, (_, i) => {
    let word = (Math.imul(i + 1, 2654435761) ^ Math.imul(tensor + 1, 2246822519)) >>> 0;
    word = Math.imul(word ^ (word >>> 15), 2246822519) >>> 0;
    word = Math.imul(word ^ (word >>> 13), 3266489917) >>> 0;
    return ((word ^ (word >>> 16)) >>> 0) / 2 ** 31 - 1;
  });
}

/** Weights by the formula: constants with a little noise, matrices of unit gain. Buffers as the network starts them. */
export function formulaWeights(network: Network): Weights {
  const {parameters, buffers} = parametersOf(network);
  const tensors = parameters.map(({name, shape, initial}, index): readonly [string, NamedTensor] => {
    const values = noise(index, sizeOf(shape));
    const bound = Math.sqrt(3 / sizeOf(shape.slice(1)));
    const value = (u: number) => (initial.kind === "constant" ? initial.value + 0.1 * u : bound * u);
    return [name, {shape, data: Float32Array.from(values, value)}];
  });
  const constants = buffers.map(({name, shape, value}): readonly [string, NamedTensor] => [
    name,
    {shape, data: new Float32Array(sizeOf(shape)).fill(value)}
  ]);
  return new Map([...tensors, ...constants]);
}

/** A batch whose images carry their class, faintly: noise plus a pattern of it. Class `3 n + 1` of image n. */
export function formulaBatch(network: Network, batch: number, number = 0) {
  const size = sizeOf(network.nodes[0]?.shape ?? []);
  const classes = network.nodes.at(-1)?.shape[0] ?? 0;
  const images = Float32Array.from(noise(1000 + number, batch * size));
  const targets = new Float32Array(batch * classes);
  for (let n = 0; n < batch; n++) {
    const label = (3 * n + 1) % classes;
    targets[n * classes + label] = 1;
    const pattern = noise(2000 + label, size);
    for (let i = 0; i < size; i++) images[n * size + i]! += 0.5 * pattern[i]!;
  }
  return {images, targets};
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}
