import {closeSync, openSync, readFileSync, renameSync, rmSync, statSync, writeSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import type {Digest} from "../hash/digest.ts";
import type {Layout} from "./layout.ts";
import {isAlive, parseOwner, thisProcess} from "./owner.ts";

const POLL_MS = 50;
/** A lock of another host that nobody has touched for this long belongs to nobody. */
const FOREIGN_MS = 24 * 3600 * 1000;

/** One lock a task key, so that two runs on one cache never do the same task at once. */
export class Locks {
  readonly #layout: Layout;
  readonly #held = new Set<Digest>();

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Takes the lock at once, or says that a living process holds it. */
  tryAcquire(key: Digest): boolean {
    const path = this.#path(key);
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        const file = openSync(path, "wx");
        writeSync(file, JSON.stringify(thisProcess()));
        closeSync(file);
        this.#held.add(key);
        return true;
      } catch (error) {
        if (!isCode(error, "EEXIST")) throw error;
        if (!this.#clearStale(path)) return false;
      }
    }
    return false;
  }

  /** Waits until the lock is free, then takes it. */
  async acquire(key: Digest, signal: AbortSignal): Promise<void> {
    while (!this.tryAcquire(key)) await sleep(POLL_MS, undefined, {signal});
  }

  release(key: Digest): void {
    if (this.#held.delete(key)) rmSync(this.#path(key), {force: true});
  }

  /** True while this very process holds the lock: two tasks of one run may have one key. */
  holds(key: Digest): boolean {
    return this.#held.has(key);
  }

  releaseAll(): void {
    for (const key of [...this.#held]) this.release(key);
  }

  #path(key: Digest): string {
    return join(this.#layout.locks, key);
  }

  #clearStale(path: string): boolean {
    let text: string;
    try {
      text = readFileSync(path, "utf8");
      const owner = parseOwner(text);
      const age = Date.now() - statSync(path).mtimeMs;
      if (owner ? isAlive(owner, age, FOREIGN_MS) : age < 1000) return false;
      const aside = `${path}.${process.pid}`;
      renameSync(path, aside);
      if (readFileSync(aside, "utf8") !== text) {
        renameSync(aside, path);
        return false;
      }
      rmSync(aside, {force: true});
    } catch (error) {
      if (!isCode(error, "ENOENT")) throw error;
    }
    return true;
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}
