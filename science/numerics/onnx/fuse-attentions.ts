import type {Network} from "../../networks/network.ts";
import {readersOf} from "./readers.ts";

export type AttentionFusion = {
  readonly skipped: ReadonlySet<number>;
  /** The linear layer that makes queries, keys and values, by the attention that alone reads it */
  readonly projections: ReadonlyMap<number, number>;
};

/** Finds linear + attention wherever nothing else reads the value between. */
export function fuseAttentions(network: Network): AttentionFusion {
  const {nodes} = network;
  const readers = readersOf(network);
  const projections = new Map<number, number>();
  for (const [index, {operation, inputs}] of nodes.entries()) {
    const [before] = inputs;
    if (operation.op !== "attention" || before === undefined || readers[before] !== 1) continue;
    if (nodes[before]!.operation.op === "linear") projections.set(index, before);
  }
  return {skipped: new Set(projections.values()), projections};
}
