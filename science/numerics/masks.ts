import type {Network} from "../networks/network.ts";
import type {MaskSpec} from "./backend.ts";

/** The masks that a training step of `batch` images is fed, in the order of their nodes. */
export function masksOf(network: Network, batch: number): MaskSpec[] {
  return network.nodes.flatMap(({operation, shape}, node) => {
    if (operation.op === "dropout" && operation.rate > 0)
      return [{node, rate: operation.rate, shape: [batch, ...shape]}];
    if (operation.op === "stochastic-depth" && operation.rate > 0)
      return [{node, rate: operation.rate, shape: [batch]}];
    return [];
  });
}

/** Draws a step's masks; `nextUint32` gives uniform words (`Pcg64`), one for each value. */
export function drawMasks(masks: readonly MaskSpec[], nextUint32: () => number): Float32Array[] {
  return masks.map(({rate, shape}) => {
    const values = new Float32Array(shape.reduce((product, size) => product * size, 1));
    const kept = 1 / (1 - rate);
    for (let i = 0; i < values.length; i++) values[i] = nextUint32() >= rate * 2 ** 32 ? kept : 0;
    return values;
  });
}
