import type {Network, Node} from "../../networks/network.ts";
import {fuseAttentions} from "./fuse-attentions.ts";
import {type FusedLinearNodes, fuseLinears} from "./fuse-linears.ts";
import {readersOf} from "./readers.ts";

/** A batch-norm that also computes the sum and the rectifier after it, all at the place of the last of them. */
export type FusedNorm = {
  readonly norm: number;
  /** The node added to the norm */
  readonly summand?: number;
  readonly relu: boolean;
};

/** Which nodes are left out because a later one computes them, and which compute more than their own operation. */
export type Fusion = {
  readonly skipped: ReadonlySet<number>;
  readonly norms: ReadonlyMap<number, FusedNorm>;
  readonly linears: ReadonlyMap<number, FusedLinearNodes>;
  readonly projections: ReadonlyMap<number, number>;
};

export const noFusion: Omit<Fusion, "skipped"> = {norms: new Map(), linears: new Map(), projections: new Map()};

export function fuse(network: Network): Fusion {
  const {skipped: skippedByNorms, norms} = fuseNorms(network);
  const {skipped: skippedByLinears, linears} = fuseLinears(network);
  const {skipped: skippedByAttentions, projections} = fuseAttentions(network);
  const skipped = new Set([...skippedByNorms, ...skippedByLinears, ...skippedByAttentions]);
  return {skipped, norms, linears, projections};
}

/** Finds batch-norm (+ add) (+ relu) wherever nothing else reads the values between. */
function fuseNorms(network: Network): Pick<Fusion, "skipped" | "norms"> {
  const {nodes} = network;
  const readers = readersOf(network);
  const skipped = new Set<number>();
  const norms = new Map<number, FusedNorm>();
  const freeNorm = (index: number) =>
    nodes[index]!.operation.op === "batch-norm" && readers[index] === 1 && !skipped.has(index);

  const sumOf = (node: Node): Omit<FusedNorm, "relu"> | undefined => {
    const [a, b] = node.inputs;
    if (node.operation.op !== "add" || a === undefined || b === undefined || a === b) return undefined;
    if (freeNorm(a)) return {norm: a, summand: b};
    return freeNorm(b) ? {norm: b, summand: a} : undefined;
  };
  const claim = (index: number, fused: FusedNorm, between: readonly number[]) => {
    norms.set(index, fused);
    for (const node of between) skipped.add(node);
  };
  for (const [index, node] of nodes.entries()) {
    const before = node.inputs[0];
    if (node.operation.op !== "relu" || before === undefined || readers[before] !== 1) continue;
    const sum = sumOf(nodes[before]!);
    if (freeNorm(before)) claim(index, {norm: before, relu: true}, [before]);
    else if (sum) claim(index, {...sum, relu: true}, [before, sum.norm]);
  }
  for (const [index, node] of nodes.entries()) {
    const sum = skipped.has(index) ? undefined : sumOf(node);
    if (sum) claim(index, {...sum, relu: false}, [sum.norm]);
  }
  return {skipped, norms};
}
