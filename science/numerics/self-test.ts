import type {Network, Operation, Shape} from "../networks/network.ts";
import {type Backend, LOGITS} from "./backend.ts";
import {initialWeights} from "./initial-weights.ts";

/** Billions of floating-point operations a second, on one thread. */
export interface Speed {
  /** Product of two 1024 x 1024 matrices */
  matmul: number;
  /** Forward pass of a 3 x 3 convolution, 32 to 32 channels, 64 images of 32 x 32 */
  convolution: number;
}

const SIDE = 1024;
const BATCH = 64;
const CHANNELS = 32;
const PIXELS = 32;
const ENOUGH_MS = 300;

/** Measures what a backend computes with, in about a second. @param now milliseconds, monotonic */
export async function selfTest(backend: Backend, now: () => number): Promise<Speed> {
  const weight = (name: string, shape: readonly number[]) => {
    return {name, shape, initial: {kind: "normal", deviation: 0.05}} as const;
  };
  const matrix = single([SIDE], {op: "linear", weight: weight("matrix", [SIDE, SIDE])}, [SIDE]);
  const filter = weight("filter", [CHANNELS, CHANNELS, 3, 3]);
  const image = [CHANNELS, PIXELS, PIXELS];
  const convolution = single(
    image,
    {op: "convolution", kernel: [3, 3], stride: 1, padding: 1, groups: 1, weight: filter},
    image
  );
  return {
    matmul: await rate(backend, matrix, SIDE, 2 * SIDE ** 3, now),
    convolution: await rate(backend, convolution, BATCH, 2 * BATCH * CHANNELS ** 2 * 9 * PIXELS ** 2, now)
  };
}

function single(input: Shape, operation: Operation, output: Shape): Network {
  const nodes = [
    {operation: {op: "input"}, inputs: [], shape: input},
    {operation, inputs: [0], shape: output}
  ] as const;
  return {name: "self-test", family: "self-test", nodes, layers: []};
}

/** Of the best call: others may share the machine. */
async function rate(
  backend: Backend,
  network: Network,
  batch: number,
  operations: number,
  now: () => number
): Promise<number> {
  const extractor = await backend.createExtractor(network, initialWeights(network, 0), [LOGITS]);
  const size = (network.nodes[0]?.shape ?? []).reduce((product, side) => product * side, batch);
  const values = new Float32Array(size).fill(0.5);
  let best = Number.POSITIVE_INFINITY;
  try {
    await extractor.run(values);
    for (const end = now() + ENOUGH_MS; now() < end; ) {
      const start = now();
      await extractor.run(values);
      best = Math.min(best, now() - start);
    }
  } finally {
    await extractor.close();
  }
  return operations / best / 1e6;
}
