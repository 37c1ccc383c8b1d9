import * as z from "zod";
import {globTest} from "../graph/task-name.ts";
import type {Graph, GraphTask, Value} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {Store} from "../store/store.ts";

/** Where bytes come from that no task made. */
export interface Source {
  /** The name of a fetched source, or the path of a file of the working tree. */
  source: string;
  url: string | null;
  sha256: Digest;
  /** Where its publisher gave that too. */
  sha1?: string;
  licence: string | null;
  citation: string | null;
  /** The sources from which a file of the working tree was made, as its entry in `origins` says. */
  from?: Source[];
}

/** A source as it was declared, whose SHA-256 may not be known before it was fetched. */
type DeclaredSource = Omit<Source, "sha256" | "from"> & {sha256?: Digest};

const registered = z.looseObject({
  file: z.string(),
  url: z.string(),
  sha256: z.string().optional(),
  sha1: z.string().optional(),
  licence: z.string().optional(),
  citation: z.string().optional()
});

const originSchema = z.looseObject({
  files: z.string(),
  url: z.string().optional(),
  licence: z.string().optional(),
  citation: z.string().optional(),
  from: z.array(z.string()).optional()
});

/**
 * What a project declares of its sources: its fetch tasks, and the parameter `origins`, a list of entries
 * `{files, url, licence, citation, from}`. `files` is a path of the working tree or a glob on such paths, `from` names
 * fetched sources from which those files were made; of several entries that fit a path the later completes the earlier.
 */
export class DeclaredSources {
  readonly #graph: Graph;
  readonly #store: Store;
  readonly #declared: DeclaredSource[] = [];
  readonly #fetched = new Map<Digest, Source>();
  readonly #byName = new Map<string, Source>();
  readonly #origins: {fits: (path: string) => boolean; entry: z.output<typeof originSchema>}[];

  constructor(graph: Graph, store: Store) {
    this.#graph = graph;
    this.#store = store;
    for (const task of graph.tasks.values()) {
      if (graph.stages.get(task.stage)?.kind !== "fetch") continue;
      const declared = declaredSource(task);
      if (declared) this.#declared.push(declared);
      const found = this.sourceOf(task);
      if (!found) continue;
      this.#fetched.set(found.sha256, found);
      this.#byName.set(found.source, found);
    }
    const {data: entries = []} = z.array(originSchema).safeParse(parameter(graph.params, "origins"));
    this.#origins = entries.map((entry) => ({fits: globTest(entry.files), entry}));
  }

  /** What a fetch task brings; undefined for another task, and while the SHA-256 of its bytes is not known. */
  sourceOf(task: GraphTask): Source | undefined {
    const declared = declaredSource(task);
    const sha256 = declared?.sha256 ?? (declared && this.#made(task));
    return declared && sha256 !== undefined ? {...declared, sha256} : undefined;
  }

  #made({name}: GraphTask): Digest | undefined {
    const key = this.#store.names.key(name);
    const record = key === undefined ? undefined : this.#store.records.read(key);
    return Object.values(record?.outputs ?? {})[0]?.digest;
  }

  /** The source of a fetch task that brings the bytes with this digest. */
  fetched(sha256: Digest): Source | undefined {
    return this.#fetched.get(sha256);
  }

  /** A file of the working tree with these bytes. */
  file(path: string, sha256: Digest): Source {
    const entries = this.#origins.filter(({fits}) => fits(path)).map(({entry}) => entry);
    const entry: Partial<z.output<typeof originSchema>> = Object.assign({}, ...entries);
    const from = (entry.from ?? []).flatMap((name) => this.#byName.get(name) ?? []);
    return {
      source: path,
      url: entry.url ?? null,
      sha256,
      licence: entry.licence ?? null,
      citation: entry.citation ?? null,
      ...(from.length > 0 && {from})
    };
  }

  /** All that is declared. */
  told(): Value {
    const entries = this.#origins.map(({entry}) => JSON.stringify(entry));
    return [...entries, ...this.#declared.map((source) => JSON.stringify(source))];
  }

  /** Paths of the working tree that tasks read. */
  paths(): Set<string> {
    const paths = new Set<string>();
    const seen = new Set<unknown>();
    for (const {inputs} of this.#graph.tasks.values()) {
      for (const {references} of inputs) {
        if (seen.has(references)) continue;
        seen.add(references);
        for (const reference of references) if (reference.kind === "file") paths.add(reference.path);
      }
    }
    return paths;
  }
}

/** The source that a fetch task brings, called as its label says, else by its file. */
export function declaredSource({params, labels}: GraphTask): DeclaredSource | undefined {
  const {data} = registered.safeParse(params.source);
  if (!data) return undefined;
  const {file, url, sha256, sha1, licence = null, citation = null} = data;
  const digests = {...(sha256 !== undefined && {sha256}), ...(sha1 !== undefined && {sha1})};
  return {source: Object.values(labels)[0] ?? file, url, ...digests, licence, citation};
}

function parameter(params: Value, name: string): Value | undefined {
  return typeof params === "object" && params !== null && !Array.isArray(params) ? params[name] : undefined;
}
