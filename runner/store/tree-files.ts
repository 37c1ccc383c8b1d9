import {statSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {digestOfFile} from "../hash/digest.ts";
import {changedAt, type Stamp, stampOf} from "../hash/stamp.ts";
import {AppendLog, withFields} from "./append-log.ts";
import type {Layout} from "./layout.ts";
import type {Objects, StampedObject} from "./objects.ts";

interface Seen {
  stamp: Stamp;
  object: StampedObject;
}

/** A change younger than this when its bytes are read may be followed by another with the same stamp. */
const RACY_MS = 50;

/** Files up to this size are copied into the store only when a task reads them: reading one again costs little. */
const SMALL = 1 << 20;

/**
 * Files and folders of the working tree that tasks read: each is copied into the store, so that a task reads the very
 * bytes that its key names, whatever an editor does meanwhile.
 */
export class TreeFiles {
  readonly #folder: string;
  readonly #objects: Objects;
  readonly #seen: AppendLog<Seen>;
  readonly #asked = new Map<string, Promise<StampedObject | undefined>>();

  constructor(layout: Layout, folder: string, objects: Objects) {
    this.#folder = folder;
    this.#objects = objects;
    this.#seen = new AppendLog(join(layout.index, "files.jsonl"), withFields("stamp", "object"));
  }

  /** The object with a path's present bytes; undefined where there is no such file. Looked at once a run. */
  object(path: string): Promise<StampedObject | undefined> {
    let answer = this.#asked.get(path);
    if (!answer) {
      answer = this.#look(path);
      this.#asked.set(path, answer);
    }
    return answer;
  }

  /** Makes sure that the store still has the bytes that `object` spoke of: asked before a task reads them. */
  async secure(path: string, report: (line: string) => void): Promise<void> {
    const object = await this.object(path);
    if (!object || (await this.#objects.verify(object, report))) return;
    const again = await this.#objects.snapshot(join(this.#folder, path));
    if (again.digest !== object.digest) throw new UserMistake(`${path} changed while the run was going on`);
    this.#asked.set(path, Promise.resolve(again));
    const seen = this.#seen.get(path);
    if (seen) this.#seen.set(path, {...seen, object: again});
  }

  /** The stamp under which a path's bytes are known; undefined where it was looked at too soon after a change. */
  stamp(path: string): Stamp | undefined {
    return this.#seen.get(path)?.stamp;
  }

  flush(): void {
    this.#seen.flush();
  }

  async #look(path: string): Promise<StampedObject | undefined> {
    const absolute = join(this.#folder, path);
    const stamp = stampOf(absolute);
    if (stamp === undefined) return undefined;
    const seen = this.#seen.get(path);
    if (seen?.stamp === stamp) return seen.object;
    const settled = Date.now() - changedAt(absolute) > RACY_MS;
    const stats = statSync(absolute);
    const object: StampedObject =
      stats.isFile() && stats.size <= SMALL
        ? {digest: await digestOfFile(absolute), bytes: stats.size, kind: "file", stamp: ""}
        : await this.#objects.snapshot(absolute);
    if (settled && stampOf(absolute) === stamp) this.#seen.set(path, {stamp, object});
    return object;
  }
}
