import {readFileSync} from "node:fs";
import {producersOf} from "../../graph/producers.ts";
import type {Graph, GraphTask} from "../../graph/types.ts";
import {canonical} from "../../hash/canonical.ts";
import {type Digest, digestOf} from "../../hash/digest.ts";
import type {StoredObject} from "../../store/objects.ts";
import type {Store} from "../../store/store.ts";
import {DeclaredSources, type Source} from "../declared-sources.ts";
import type {Origin} from "./origin.ts";
import {withOrigin} from "./with-origin.ts";

/** Adds to published figures where they come from. */
export class Origins {
  readonly #graph: Graph;
  readonly #store: Store;
  readonly #declared: DeclaredSources;
  /** All that is declared of sources: part of what a published figure says. */
  readonly #declaration: Digest;
  readonly #sources = new Map<string, Map<string, Source>>();

  constructor(graph: Graph, store: Store) {
    this.#graph = graph;
    this.#store = store;
    this.#declared = new DeclaredSources(graph, store);
    this.#declaration = digestOf(canonical(this.#declared.told()));
  }

  /** Changes whenever what a published figure of a key says of itself could; empty for a path that is no figure's. */
  mark(path: string, key: Digest): string {
    return /\.(svg|png|pdf)$/.test(path) ? `${key.slice(0, 16)}.${this.#declaration.slice(0, 16)}` : "";
  }

  /** The bytes to publish in place of a stored drawing; undefined where they cannot carry an origin. */
  async publishable(
    task: GraphTask,
    output: string,
    key: Digest,
    {digest, kind}: StoredObject
  ): Promise<Uint8Array | undefined> {
    if (kind !== "file") return undefined;
    return withOrigin(readFileSync(this.#store.objects.path(digest)), await this.of(task, output, key, digest));
  }

  async of(task: GraphTask, output: string, key: Digest, sha256: Digest): Promise<Origin> {
    const sources = [...(await this.sources(task.name)).values()];
    return {
      format: 1,
      sha256,
      task: task.name,
      key,
      artifact: `${task.name}/${output}`,
      sources: sources.map(({source, sha256: digest, url, licence, citation}) => ({
        name: source,
        sha256: digest,
        ...(url !== null && {url}),
        ...(licence !== null && {licence}),
        ...(citation !== null && {citation})
      }))
    };
  }

  /** What a task goes back to, by name: fetched sources, and files of the working tree as this run sees them. */
  async sources(name: string): Promise<Map<string, Source>> {
    const stack = [name];
    for (let at = stack.at(-1); at !== undefined; at = stack.at(-1)) {
      const task = this.#graph.tasks.get(at);
      const unknown = task ? producersOf(task).filter((producer) => !this.#sources.has(producer)) : [];
      if (unknown.length && !this.#sources.has(at)) {
        stack.push(...unknown);
        continue;
      }
      stack.pop();
      if (task && !this.#sources.has(at)) this.#sources.set(at, await this.#sourcesOf(task));
    }
    return this.#sources.get(name) ?? new Map();
  }

  async #sourcesOf(task: GraphTask): Promise<Map<string, Source>> {
    const own = this.#graph.stages.get(task.stage)?.kind === "fetch" ? this.#declared.sourceOf(task) : undefined;
    const found = new Map<string, Source>(own && [[own.source, own]]);
    for (const {references} of task.inputs) {
      for (const reference of references) {
        if (reference.kind === "task") {
          for (const [source, one] of this.#sources.get(reference.task) ?? []) found.set(source, one);
        } else {
          const digest = (await this.#store.files.object(reference.path))?.digest;
          if (digest !== undefined) found.set(reference.path, this.#declared.file(reference.path, digest));
        }
      }
    }
    return new Map([...found].sort(([a], [b]) => (a < b ? -1 : 1)));
  }
}
