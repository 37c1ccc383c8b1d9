import {
  chmodSync,
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync
} from "node:fs";
import {join} from "node:path";
import {hasCode} from "../errors/error-code.ts";
import {type Digest, digestOf, digestOfPath, filesBelow} from "../hash/digest.ts";
import {type Stamp, stampOf, stampOfFile} from "../hash/stamp.ts";
import {copy} from "./copy.ts";
import {type Layout, moveIntoShard, shard} from "./layout.ts";
import {isReadOnly} from "./read-only.ts";

/** An artifact in the store: a file, or a folder of files. */
export interface StoredObject {
  digest: Digest;
  bytes: number;
  kind: "file" | "folder";
}

/** An object together with the stamp under which its bytes were last seen to match its digest. */
export interface StampedObject extends StoredObject {
  stamp: Stamp;
}

/** Content-addressed, read-only files and folders. */
export class Objects {
  readonly #layout: Layout;
  #snapshots = 0;
  /** Stamps, newer than those on record, under which this process knows the bytes of objects. */
  readonly #known = new Map<Digest, Stamp>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  path(digest: Digest): string {
    return shard(this.#layout.objects, digest);
  }

  /** Moves a finished file or folder into the store; equal bytes are kept once. */
  async adopt(path: string): Promise<StampedObject> {
    const digest = await digestOfPath(path);
    await this.#examine(digest, () => {});
    return this.#enter(digest, path);
  }

  /**
   * Copies (by reference where the file system can) a file or folder of the working tree into the store. In a cache
   * that cannot be written, `snapshot` and `put` say what the object would be.
   */
  async snapshot(path: string): Promise<StampedObject> {
    const temporary = join(this.#layout.work, `snapshot-${process.pid}-${this.#snapshots++}`);
    try {
      rmSync(temporary, {recursive: true, force: true});
      copy(path, temporary);
      return await this.adopt(temporary);
    } catch (error) {
      if (!isReadOnly(error, this.#layout.work)) throw error;
      const digest = await digestOfPath(path);
      return {digest, ...shapeOf(path), stamp: stampOf(this.path(digest)) ?? ""};
    } finally {
      rmSync(temporary, {recursive: true, force: true});
    }
  }

  put(content: string | Uint8Array): StampedObject {
    const digest = digestOf(content);
    const temporary = join(this.#layout.work, `put-${process.pid}-${digest}`);
    try {
      writeFileSync(temporary, content);
      const present = this.path(digest);
      if (existsSync(present) && digestOf(readFileSync(present)) !== digest) this.#setAside(digest);
      return this.#enter(digest, temporary);
    } catch (error) {
      if (!isReadOnly(error, this.#layout.work)) throw error;
      return {digest, bytes: Buffer.byteLength(content), kind: "file", stamp: stampOf(this.path(digest)) ?? ""};
    } finally {
      rmSync(temporary, {force: true});
    }
  }

  /**
   * The object under a fresh stamp, or undefined where it is lost. Bytes are read again unless the stamp is unchanged;
   * an object that no longer matches its digest is set aside and reported.
   */
  async verify(object: StampedObject, report: (line: string) => void): Promise<StampedObject | undefined> {
    const path = this.path(object.digest);
    const stamp = stampOf(path);
    if (stamp === object.stamp) return object;
    if (stamp && stamp === this.#known.get(object.digest)) return {...object, stamp};
    const examined = stamp && (await this.#examine(object.digest, report));
    if (!examined) return undefined;
    this.#known.set(object.digest, examined);
    return {...object, stamp: examined};
  }

  /**
   * Gives a small file a second name in a task's folder: a twentieth of the cost of a copy where a task reads thousands.
   * @returns false where that cannot be had, or the object is not as it was seen
   */
  link({digest, kind, stamp}: StampedObject, target: string): boolean {
    const known = this.#known.get(digest) ?? stamp;
    if (kind !== "file") return false;
    return this.#keepingStamp(digest, known, (path) => {
      try {
        linkSync(path, target);
        return true;
      } catch (error) {
        if (hasCode(error, "EMLINK", "EXDEV", "EPERM", "ENOTSUP")) return false;
        throw error;
      }
    });
  }

  /** Removes a second name of an object, if it still is one. */
  unlink({digest, stamp}: StampedObject, target: string): void {
    this.#keepingStamp(digest, this.#known.get(digest) ?? stamp, (path) => {
      const [here, there] = [path, target].map((file) => lstatSync(file, {throwIfNoEntry: false}));
      const same = here !== undefined && here.ino === there?.ino;
      if (same) rmSync(target);
      return same;
    });
  }

  /** Changes the names of an object: its change time moves, and its bytes are known to be the same. */
  #keepingStamp(digest: Digest, known: Stamp, rename: (path: string) => boolean): boolean {
    const path = this.path(digest);
    const before = statSync(path, {throwIfNoEntry: false});
    if (!rename(path)) return false;
    const after = statSync(path, {throwIfNoEntry: false});
    if (before && after && stampOfFile(before) === known && isSameContent(before, after))
      this.#known.set(digest, stampOfFile(after));
    return true;
  }

  /**
   * Reads an object, and sets it aside unless its bytes match its digest. Several may do so at once, here or in other
   * processes: only the very file that was read is set aside, not one that another has put in its place meanwhile.
   * @returns the stamp of the object; undefined where there is none (any more)
   */
  async #examine(digest: Digest, report: (line: string) => void): Promise<Stamp | undefined> {
    const path = this.path(digest);
    for (let stamp = stampOf(path); stamp !== undefined; ) {
      const found = await digestOfPath(path).catch((error: unknown) => {
        if (existsSync(path)) throw error;
      });
      if (found === digest) return stamp;
      const now = stampOf(path);
      if (now === stamp) {
        report(`corrupt object ${digest.slice(0, 12)} ${this.#setAside(digest)}`);
        return undefined;
      }
      stamp = now;
    }
    return undefined;
  }

  /** Takes an object whose bytes are not those of its digest out of the way, and says where to. */
  #setAside(digest: Digest): string {
    const aside = join(this.#layout.quarantine, `${digest}-${Date.now().toString(36)}`);
    try {
      renameSync(this.path(digest), aside);
      return `set aside in ${aside}`;
    } catch (error) {
      if (!existsSync(this.path(digest))) return "removed by another process";
      if (!isReadOnly(error, this.#layout.quarantine)) throw error;
      return "left where it is, since the cache cannot be written";
    }
  }

  #enter(digest: Digest, source: string): StampedObject {
    const target = this.path(digest);
    const {kind, bytes} = shapeOf(source);
    if (!existsSync(target)) {
      protect(source, kind);
      moveUnlessThere(source, target);
    }
    const stamp = stampOf(target) ?? "";
    this.#known.set(digest, stamp);
    return {digest, bytes, kind, stamp};
  }
}

function isSameContent(before: Stats, after: Stats): boolean {
  return before.ino === after.ino && before.size === after.size && before.mtimeMs === after.mtimeMs;
}

function protect(path: string, kind: "file" | "folder"): void {
  if (kind === "file") chmodSync(path, 0o444);
  else for (const file of filesBelow(path)) chmodSync(join(path, file), 0o444);
}

function shapeOf(path: string): Pick<StoredObject, "kind" | "bytes"> {
  const stats = lstatSync(path);
  return stats.isDirectory() ? {kind: "folder", bytes: totalSize(path)} : {kind: "file", bytes: stats.size};
}

function totalSize(folder: string): number {
  return filesBelow(folder).reduce((sum, file) => sum + lstatSync(join(folder, file)).size, 0);
}

/** Another process may put the same folder in place first; a folder cannot be renamed over one with files in it. */
function moveUnlessThere(source: string, target: string): void {
  try {
    moveIntoShard(source, target);
  } catch (error) {
    if (!existsSync(target)) throw error;
  }
}
