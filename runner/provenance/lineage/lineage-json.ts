import type {Digest} from "../../hash/digest.ts";
import type {Source} from "../declared-sources.ts";
import type {Lineage, Read, Step} from "./lineage.ts";

/** A lineage as a tree: each step holds those that it read from. */
export interface LineageNode {
  name: string;
  key: Digest;
  /** The input and the output by which the step above reads it. */
  input?: string;
  output?: string;
  outputs: Record<string, Digest>;
  code: unknown;
  params: unknown;
  environment: Record<string, unknown>;
  startedAt: string;
  endedAt: string;
  seconds: number;
  deterministic: boolean;
  inputs: (LineageNode | LineageLeaf)[];
  /** Set where what it was made from is told elsewhere in the tree, which would be too large otherwise. */
  toldElsewhere?: true;
}

export type LineageLeaf = Source & {input?: string};

/** Beyond this many nodes a step that several read from is told in full only once. */
const LARGEST_TREE = 20_000;

export function toTree({root, asked, steps}: Lineage): LineageNode | LineageLeaf {
  if (asked && "source" in asked) return asked.source;
  const whole = sizeOf(root, steps) <= LARGEST_TREE;
  const told = new Set<Digest>();
  const node = (key: Digest, read?: Read): LineageNode => {
    const step = steps.get(key);
    if (!step) throw new Error(`the lineage lacks ${key}`);
    const again = !whole && told.has(key);
    told.add(key);
    const inputs = again
      ? []
      : step.reads.map((one) =>
          one.from.kind === "step" ? node(one.from.key, one) : {input: one.input, ...one.from.source}
        );
    return {
      ...head(step),
      ...(read?.from.kind === "step" && {input: read.input, output: read.from.output}),
      inputs,
      ...(again && {toldElsewhere: true as const})
    };
  };
  return node(root ?? "");
}

function head({name, record}: Step): Omit<LineageNode, "inputs"> {
  const {key, components, outputs, startedAt, endedAt, seconds, deterministic} = record;
  const {host, platform, node, git, lockfile, peakMemory} = record;
  return {
    name,
    key,
    outputs: Object.fromEntries(Object.entries(outputs).map(([output, {digest}]) => [output, digest])),
    code: {...components.code, git},
    params: components.params,
    environment: {platform, node, host, lockfile, peakMemory, variables: components.environment},
    startedAt,
    endedAt,
    seconds,
    deterministic
  };
}

/** Nodes of the tree in which every step is told wherever it is read. */
function sizeOf(root: Digest | undefined, steps: Map<Digest, Step>): number {
  const sizes = new Map<Digest, number>();
  const size = (key: Digest): number => {
    const known = sizes.get(key);
    if (known !== undefined) return known;
    sizes.set(key, 1);
    let total = 1;
    for (const {from} of steps.get(key)?.reads ?? []) total += from.kind === "step" ? size(from.key) : 1;
    sizes.set(key, total);
    return total;
  };
  return root === undefined ? 1 : size(root);
}
