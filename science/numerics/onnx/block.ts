import {Graph} from "./graph.ts";
import type {Runtime} from "./runtime.ts";

const LARGEST_BLOCK = 16;

/**
 * The block of this machine's blocked layout: a filter that counts its channels gives, for each pixel, the numbers of
 * one block. Undefined where ONNX Runtime has no such operators, or a block that is none of 4, 8 and 16.
 */
export async function probeBlock(runtime: Runtime): Promise<number | undefined> {
  const graph = new Graph();
  const shape = [1, LARGEST_BLOCK, 1, 2];
  const value = graph.input("value", shape);
  const filter = graph.input("filter", [LARGEST_BLOCK, 1, 1, 1]);
  graph.output(graph.blockedConvolution(value, filter, {kernel: [1, 1], groups: LARGEST_BLOCK}), "result", shape);
  try {
    const session = await runtime.session(graph.encode("block"));
    const counted = await session.run({
      value: runtime.tensor(new Float32Array(2 * LARGEST_BLOCK).fill(1), shape),
      filter: runtime.tensor(
        Float32Array.from({length: LARGEST_BLOCK}, (_, i) => i),
        [LARGEST_BLOCK, 1, 1, 1]
      )
    });
    await session.release();
    return period(Array.from(counted.result?.data ?? [], Number));
  } catch {
    return undefined;
  }
}

function period(values: readonly number[]): number | undefined {
  return [4, 8, 16].find((block) =>
    values.every((value, i) => value === Math.floor(i / (2 * block)) * block + (i % block))
  );
}
