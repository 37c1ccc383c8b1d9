import type {Graph, InputReference} from "../../graph/types.ts";
import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";
import {DeclaredSources, type Source} from "../declared-sources.ts";
import {type Lineage, pruned, type Read, type Step} from "./lineage.ts";
import {type Maker, Makers} from "./makers.ts";

/** Follows records back to sources. The graph, where there is one, says which of several makers of the same bytes it was. */
export class Tracer {
  readonly makers: Makers;
  readonly #store: Store;
  readonly #graph: Graph | undefined;
  readonly #declared: DeclaredSources | undefined;

  constructor(store: Store, graph?: Graph) {
    this.#store = store;
    this.#graph = graph;
    this.#declared = graph && new DeclaredSources(graph, store);
    this.makers = new Makers(store);
  }

  /** @param names names in the graph of tasks whose first maker was called otherwise */
  trace(record: TaskRecord, name = record.task, output?: string): Lineage {
    const steps = new Map<Digest, Step>();
    const todo = [{record, name}];
    for (let next = todo.pop(); next; next = todo.pop()) {
      if (steps.has(next.record.key)) continue;
      const {reads, makers} = this.#reads(next.record, next.name);
      steps.set(next.record.key, {name: next.name, record: next.record, reads});
      todo.push(...makers.toReversed());
    }
    const sha256 = output === undefined ? undefined : record.outputs[output]?.digest;
    const asked = output === undefined || sha256 === undefined ? undefined : {output, sha256};
    return pruned({root: record.key, asked, steps});
  }

  /** What is known of a file of the working tree that tasks read. */
  source(path: string, sha256: Digest): Source {
    return this.#declared?.file(path, sha256) ?? unknownSource(path, sha256);
  }

  /** Paths of the working tree that tasks of the graph read. */
  treePaths(): Set<string> {
    return this.#declared?.paths() ?? new Set();
  }

  #reads(record: TaskRecord, name: string): {reads: Read[]; makers: {record: TaskRecord; name: string}[]} {
    const {code, inputs} = record.components;
    if (code.kind === "fetch") {
      const sha256 = Object.values(record.outputs)[0]?.digest ?? "";
      const source = this.#declared?.fetched(sha256) ?? fetchedAs(record, sha256);
      return {reads: [{input: "source", sha256, from: {kind: "source", source}}], makers: []};
    }
    const task = this.#graph?.tasks.get(name);
    const reads: Read[] = [];
    const makers: {record: TaskRecord; name: string}[] = [];
    for (const [input, {digests}] of Object.entries(inputs)) {
      const references = task?.inputs.find((one) => one.name === input)?.references ?? [];
      digests.forEach((sha256, index) => {
        const reference = references.length === digests.length ? references[index] : undefined;
        const path = treePath(record, sha256, reference);
        const maker = path === undefined ? this.#maker(sha256, reference, record) : undefined;
        if (maker) {
          const called = reference?.kind === "task" ? reference.task : maker.record.task;
          makers.push({record: maker.record, name: called});
          reads.push({input, sha256, from: {kind: "step", key: maker.record.key, output: maker.output}});
        } else {
          const source = path === undefined ? unknownSource("unknown", sha256) : this.source(path, sha256);
          reads.push({input, sha256, from: {kind: "source", source}});
        }
      });
    }
    return {reads, makers};
  }

  #maker(digest: Digest, reference: InputReference | undefined, reader: TaskRecord): Maker | undefined {
    if (reference?.kind === "task") {
      const key = this.#store.names.key(reference.task);
      const record = key === undefined ? undefined : this.#store.records.read(key);
      if (record?.outputs[reference.output]?.digest === digest) return {record, output: reference.output};
    }
    return this.makers.of(digest, reference?.kind === "task" ? reference.task : undefined, new Set([reader.key]));
  }
}

/** The path of the working tree from which a record says that it read these bytes, or the graph does. */
function treePath({declared}: TaskRecord, sha256: Digest, reference?: InputReference): string | undefined {
  const recorded = Object.entries(declared?.files ?? {}).find(([, digest]) => digest === sha256)?.[0];
  return recorded ?? (reference?.kind === "file" ? reference.path : undefined);
}

function fetchedAs({task, declared}: TaskRecord, sha256: Digest): Source {
  const known = declared?.source;
  if (!known) return unknownSource(task, sha256);
  const {name, url, licence = null, citation = null} = known;
  return {source: name, url, sha256, licence, citation};
}

function unknownSource(source: string, sha256: Digest): Source {
  return {source, url: null, sha256, licence: null, citation: null};
}
