import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Source} from "../declared-sources.ts";

/** How an artifact came to be: every step by its key, back to the sources. */
export interface Lineage {
  /** Key of the step that made what was asked for; undefined where that is a source itself. */
  root: Digest | undefined;
  /** The output of the root, or the source, that was asked for; undefined for a task as a whole. */
  asked: {output: string; sha256: Digest} | {source: Source} | undefined;
  steps: Map<Digest, Step>;
}

/** One task as its record tells of it. */
export interface Step {
  /** Its name in the present graph, else that under which it was first made. */
  name: string;
  record: TaskRecord;
  /** What it read, in order. */
  reads: Read[];
}

/** One artifact that a step read. */
export interface Read {
  /** The name of the input. */
  input: string;
  sha256: Digest;
  from: {kind: "step"; key: Digest; output: string} | {kind: "source"; source: Source};
}

/** All sources of a lineage, each once, in the order in which they are met. */
export function sourcesOf({steps, asked}: Lineage): Source[] {
  const sources = new Map<string, Source>();
  const add = (source: Source) => sources.set(`${source.source}\n${source.sha256}`, source);
  if (asked && "source" in asked) add(asked.source);
  for (const {reads} of steps.values()) for (const {from} of reads) if (from.kind === "source") add(from.source);
  return [...sources.values()];
}

/** A lineage with the steps that its root goes back to, as a reader meets them: each after the one that first reads it. */
export function pruned({root, asked, steps}: Lineage): Lineage {
  const ordered = new Map<Digest, Step>();
  const visit = root === undefined ? [] : [root];
  for (let key = visit.pop(); key !== undefined; key = visit.pop()) {
    const step = steps.get(key);
    if (!step || ordered.has(key)) continue;
    ordered.set(key, step);
    const next = step.reads.flatMap(({from}) => (from.kind === "step" ? [from.key] : []));
    visit.push(...next.reverse());
  }
  return {root, asked, steps: ordered};
}

/**
 * Keys of the steps that were made after what reads from them: made anew, from other code or sources, to the same bytes,
 * so that what read these need not be.
 */
export function madeAgain(steps: ReadonlyMap<Digest, Step>): Set<Digest> {
  const again = new Set<Digest>();
  for (const {record, reads} of steps.values()) {
    for (const {from} of reads) {
      const maker = from.kind === "step" ? steps.get(from.key)?.record : undefined;
      if (maker && maker.startedAt > record.endedAt) again.add(maker.key);
    }
  }
  return again;
}
