import {mkdirSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {hasCode} from "../errors/error-code.ts";
import type {Graph, GraphTask} from "../graph/types.ts";
import {type Digest, digestOf, digestOfPath} from "../hash/digest.ts";
import {type Stamp, stampOf} from "../hash/stamp.ts";
import {Origins} from "../provenance/origin/origins.ts";
import {AppendLog, withFields} from "../store/append-log.ts";
import {copy} from "../store/copy.ts";
import type {StampedObject} from "../store/objects.ts";
import type {Store} from "../store/store.ts";

interface Published {
  digest: Digest;
  stamp: Stamp;
  /** What the file says of its origin, where it carries it. */
  mark?: string;
}

/**
 * Copies of artifacts in the working tree: never linked to the store, put back when missing or changed. Figures carry
 * their origin, which the stored ones do not.
 */
export class Publisher {
  readonly #folder: string;
  readonly #store: Store;
  readonly #log: AppendLog<Published>;
  readonly #origins: Origins;
  readonly #note: (line: string) => void;

  /** @param note told of a figure that cannot carry its origin */
  constructor(graph: Graph, store: Store, note: (line: string) => void) {
    this.#note = note;
    this.#folder = graph.folder;
    this.#store = store;
    this.#origins = new Origins(graph, store);
    this.#log = new AppendLog(join(store.layout.index, "published.jsonl"), withFields("digest", "stamp"));
  }

  /** Makes the published files of a task what they should be. */
  async publish(task: GraphTask, key: Digest, outputs: Record<string, StampedObject>): Promise<void> {
    for (const [name, path] of Object.entries(task.publish)) {
      const object = outputs[name];
      if (object) await this.#put(path, object, this.#origins.mark(path, key), task, name, key);
    }
  }

  /** The stamp that a published path has while it is as it should be. */
  stamp(path: string): Stamp | undefined {
    return this.#log.get(path)?.stamp;
  }

  flush(): void {
    this.#log.flush();
  }

  async #put(path: string, object: StampedObject, mark: string, task: GraphTask, output: string, key: Digest) {
    const target = join(this.#folder, path);
    const stamp = stampOf(target);
    const known = this.#log.get(path);
    const same = known?.digest === object.digest && (known.mark ?? "") === mark;
    if (stamp !== undefined && known?.stamp === stamp && same) return;
    const figure = mark === "" ? undefined : await this.#origins.publishable(task, output, key, object);
    if (mark !== "" && !figure) this.#note(`${path} is published without its origin: it has no place for it`);
    const digest = figure ? digestOf(figure) : object.digest;
    if (stamp === undefined || (await digestOfPath(target)) !== digest) this.#replace(target, object, figure);
    this.#log.set(path, {digest: object.digest, stamp: stampOf(target) ?? "", ...(mark && {mark})});
  }

  #replace(target: string, object: StampedObject, figure?: Uint8Array): void {
    mkdirSync(dirname(target), {recursive: true});
    const temporary = join(this.#store.layout.work, `publish-${process.pid}-${object.digest}`);
    if (figure) writeFileSync(temporary, figure, {mode: 0o644});
    else copy(this.#store.objects.path(object.digest), temporary, 0o644);
    if (object.kind === "folder") rmSync(target, {recursive: true, force: true});
    try {
      renameSync(temporary, target);
    } catch (error) {
      // The published folder may be on another disk than the cache.
      if (!hasCode(error, "EXDEV")) throw error;
      copy(temporary, `${target}.part`);
      renameSync(`${target}.part`, target);
      rmSync(temporary, {recursive: true});
    }
  }
}
