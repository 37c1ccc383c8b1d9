import type {Network, Node} from "../../networks/network.ts";

/** A batch-norm that also computes the sum and the rectifier after it, all at the place of the last of them. */
export type FusedNorm = {
  readonly norm: number;
  /** The node added to the norm */
  readonly summand?: number;
  readonly relu: boolean;
};

/**
 * Linear layers whose result may lie in lanes, because all that reads it is an attention, or an activation that only a
 * linear layer reads; and where the rows of `batch` images and all widths come in whole blocks.
 */
export function hiddenLayers({nodes}: Network, batch: number, block: number): ReadonlySet<number> {
  const readers = nodes.map((): number[] => []);
  for (const [index, {inputs}] of nodes.entries()) for (const input of inputs) readers[input]?.push(index);
  const onlyReader = (index: number) => (readers[index]?.length === 1 ? readers[index][0] : undefined);
  const fits = (index: number | undefined) => {
    const node = index === undefined ? undefined : nodes[index];
    if (node?.operation.op !== "linear") return false;
    const rows = node.shape.slice(0, -1).reduce((product, size) => product * size, batch);
    return [rows, ...node.operation.weight.shape].every((count) => count % block === 0);
  };
  const hidden = [...nodes.keys()].filter((index) => {
    const reader = onlyReader(index);
    if (reader === undefined || !fits(index)) return false;
    const {operation, shape} = nodes[reader]!;
    if (operation.op === "attention") return (shape[1]! / operation.heads) % block === 0;
    return ACTIVATIONS.has(operation.op) && fits(onlyReader(reader));
  });
  return new Set(hidden);
}

const ACTIVATIONS: ReadonlySet<string> = new Set(["relu", "gelu", "silu", "sigmoid"]);

/** Which nodes are left out because a later one computes them, and which compute more than their own operation. */
export type Fusion = {readonly skipped: ReadonlySet<number>; readonly norms: ReadonlyMap<number, FusedNorm>};

/** Finds batch-norm (+ add) (+ relu) wherever nothing else reads the values between. */
export function fuseNorms({nodes}: Network): Fusion {
  const readers = nodes.map(() => 0);
  for (const {inputs} of nodes) for (const input of inputs) readers[input]! += 1;
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
