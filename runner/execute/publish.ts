import {chmodSync, mkdirSync, renameSync, rmSync} from "node:fs";
import {dirname, join} from "node:path";
import {hasCode} from "../errors/error-code.ts";
import type {GraphTask} from "../graph/types.ts";
import {type Digest, digestOfPath} from "../hash/digest.ts";
import {type Stamp, stampOf} from "../hash/stamp.ts";
import {AppendLog, withFields} from "../store/append-log.ts";
import {copy} from "../store/copy.ts";
import type {StampedObject} from "../store/objects.ts";
import type {Store} from "../store/store.ts";

interface Published {
  digest: Digest;
  stamp: Stamp;
}

/** Copies of artifacts in the working tree: never linked to the store, put back when missing or changed. */
export class Publisher {
  readonly #folder: string;
  readonly #store: Store;
  readonly #log: AppendLog<Published>;

  constructor(folder: string, store: Store) {
    this.#folder = folder;
    this.#store = store;
    this.#log = new AppendLog(join(store.layout.index, "published.jsonl"), withFields("digest", "stamp"));
  }

  /** Makes the published files of a task what they should be. */
  async publish(task: GraphTask, outputs: Record<string, StampedObject>): Promise<void> {
    for (const [name, path] of Object.entries(task.publish)) {
      const object = outputs[name];
      if (object) await this.#put(path, object);
    }
  }

  /** The stamp that a published path has while it is as it should be. */
  stamp(path: string): Stamp | undefined {
    return this.#log.get(path)?.stamp;
  }

  flush(): void {
    this.#log.flush();
  }

  async #put(path: string, object: StampedObject): Promise<void> {
    const target = join(this.#folder, path);
    const stamp = stampOf(target);
    const known = this.#log.get(path);
    if (stamp !== undefined && known?.stamp === stamp && known.digest === object.digest) return;
    if (stamp === undefined || (await digestOfPath(target)) !== object.digest) this.#replace(target, object);
    this.#log.set(path, {digest: object.digest, stamp: stampOf(target) ?? ""});
  }

  #replace(target: string, object: StampedObject): void {
    mkdirSync(dirname(target), {recursive: true});
    const temporary = join(this.#store.layout.work, `publish-${process.pid}-${object.digest}`);
    copy(this.#store.objects.path(object.digest), temporary);
    if (object.kind === "file") chmodSync(temporary, 0o644);
    else rmSync(target, {recursive: true, force: true});
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
