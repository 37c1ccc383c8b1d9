import type {Network} from "../../networks/network.ts";
import {readersOf} from "./readers.ts";

/** A linear layer that also computes what comes after it, all at the place of the last of them. */
export type FusedLinearNodes = {
  readonly linear: number;
  /** The `channel-scale` after it */
  readonly scale?: number;
  /** The node added to the result */
  readonly summand?: number;
  /** GELU, last */
  readonly gelu?: true;
};

export type LinearFusion = {
  readonly skipped: ReadonlySet<number>;
  readonly linears: ReadonlyMap<number, FusedLinearNodes>;
};

/** Finds linear (+ channel-scale) (+ add), and linear + gelu, wherever nothing else reads the values between. */
export function fuseLinears(network: Network): LinearFusion {
  const {nodes} = network;
  const readers = readersOf(network);
  const skipped = new Set<number>();
  const linears = new Map<number, FusedLinearNodes>();
  /** The linear layer, perhaps fused already, whose result only `reader` reads, perhaps as a map; what lies between. */
  const linearBefore = (index: number | undefined): {fused: FusedLinearNodes; between: number[]} | undefined => {
    const node = index === undefined ? undefined : nodes[index];
    if (index === undefined || !node || readers[index] !== 1) return undefined;
    const fused = linears.get(index);
    if (fused) return fused.gelu ? undefined : {fused, between: [index]};
    if (node.operation.op === "linear") return {fused: {linear: index}, between: [index]};
    if (node.operation.op !== "to-map") return undefined;
    const before = linearBefore(node.inputs[0]);
    return before && {...before, between: [...before.between, index]};
  };
  for (const [index, {operation, inputs}] of nodes.entries()) {
    const [a, b] = inputs;
    const claim = (before: ReturnType<typeof linearBefore>, more: Omit<FusedLinearNodes, "linear">) => {
      if (!before || before.fused.summand !== undefined) return false;
      for (const node of before.between) {
        skipped.add(node);
        linears.delete(node);
      }
      linears.set(index, {...before.fused, ...more});
      return true;
    };
    if (operation.op === "channel-scale") {
      const before = linearBefore(a);
      if (before?.fused.scale === undefined) claim(before, {scale: index});
    }
    if (operation.op === "gelu") {
      const before = linearBefore(a);
      if (before?.fused.scale === undefined) claim(before, {gelu: true});
    }
    if (operation.op === "add" && a !== undefined && b !== undefined && a !== b)
      claim(linearBefore(a), {summand: b}) || claim(linearBefore(b), {summand: a});
  }
  return {skipped, linears};
}
