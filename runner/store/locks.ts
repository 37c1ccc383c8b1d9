import {linkSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as sleep} from "node:timers/promises";
import {hasCode} from "../errors/error-code.ts";
import type {Digest} from "../hash/digest.ts";
import {type Layout, namesIn} from "./layout.ts";
import {isAlive, parseOwner, thisProcess} from "./owner.ts";

const POLL_MS = 50;
/** A lock of another host that nobody has touched for this long belongs to nobody. */
const FOREIGN_MS = 24 * 3600 * 1000;
/** A lock that says nothing yet is being written, unless it is older than this. */
const UNWRITTEN_MS = 1000;
/** How often a run says that it still lives. */
const TOUCH_MS = 10 * 60 * 1000;

/**
 * One lock a task key, so that two runs on one cache never do the same task at once. A lock is a hard link to one file
 * that says who the owner is: a link is either made whole or not at all, and is the cheapest thing to make.
 */
export class Locks {
  readonly #layout: Layout;
  readonly #held = new Set<Digest>();
  #owner: string | undefined;
  #touching: NodeJS.Timeout | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  /** Takes the lock at once, or says that a living process holds it. */
  tryAcquire(key: Digest): boolean {
    const path = this.#path(key);
    for (let attempt = 0; attempt < 3; attempt++) {
      try {
        this.#make(path);
        this.#held.add(key);
        return true;
      } catch (error) {
        if (!hasCode(error, "EEXIST")) throw error;
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

  /** Is a living process making the task of this key? */
  isTaken(key: Digest): boolean {
    const text = textOf(this.#path(key));
    return text !== undefined && !isStale(this.#path(key), text);
  }

  /** Removes what dead processes left. */
  sweep(): void {
    for (const name of namesIn(this.#layout.locks)) this.#clearStale(join(this.#layout.locks, name));
  }

  /** Lets go of everything. */
  close(): void {
    for (const key of [...this.#held]) this.release(key);
    clearInterval(this.#touching);
    if (this.#owner) rmSync(this.#owner, {force: true});
    this.#owner = undefined;
  }

  #make(path: string): void {
    const owner = this.#ownerFile();
    try {
      linkSync(owner, path);
    } catch (error) {
      if (hasCode(error, "EEXIST")) throw error;
      writeFileSync(path, JSON.stringify(thisProcess()), {flag: "wx"});
    }
  }

  #ownerFile(): string {
    if (this.#owner) return this.#owner;
    const self = thisProcess();
    const owner = join(this.#layout.locks, `owner-${self.host}-${self.pid}`);
    // Locks of a dead process of this number are links to its file, which must not come to speak of this one.
    rmSync(owner, {force: true});
    writeFileSync(owner, JSON.stringify(self));
    this.#touching = setInterval(() => utimesSync(owner, new Date(), new Date()), TOUCH_MS).unref();
    this.#owner = owner;
    return owner;
  }

  #path(key: Digest): string {
    return join(this.#layout.locks, key);
  }

  #clearStale(path: string): boolean {
    try {
      const text = textOf(path);
      if (text === undefined) return true;
      if (!isStale(path, text)) return false;
      const aside = `${path}.${process.pid}`;
      renameSync(path, aside);
      if (readFileSync(aside, "utf8") !== text) {
        renameSync(aside, path);
        return false;
      }
      rmSync(aside, {force: true});
    } catch (error) {
      if (!hasCode(error, "ENOENT")) throw error;
    }
    return true;
  }
}

function isStale(path: string, text: string): boolean {
  const owner = parseOwner(text);
  // A file from the future was written before the clock was set back.
  const age = Math.abs(Date.now() - (statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? Date.now()));
  return owner ? !isAlive(owner, age, FOREIGN_MS) : age >= UNWRITTEN_MS;
}

/** The text of a lock; undefined where there is none by now. */
function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    return undefined;
  }
}
