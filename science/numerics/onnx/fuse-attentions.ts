import type {Network} from "../../networks/network.ts";

export type AttentionFusion = {
  readonly skipped: ReadonlySet<number>;
  /** The linear layer that makes queries, keys and values, by the attention that alone reads it */
  readonly projections: ReadonlyMap<number, number>;
};

/** Finds linear + attention wherever nothing else reads the value between. */
export function fuseAttentions({nodes}: Network): AttentionFusion {
  const readers = nodes.map(() => 0);
  for (const {inputs} of nodes) for (const input of inputs) readers[input]! += 1;
  const projections = new Map<number, number>();
  for (const [index, {operation, inputs}] of nodes.entries()) {
    const [before] = inputs;
    if (operation.op !== "attention" || before === undefined || readers[before] !== 1) continue;
    if (nodes[before]!.operation.op === "linear") projections.set(index, before);
  }
  return {skipped: new Set(projections.values()), projections};
}
