import {existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import type {Digest} from "../hash/digest.ts";
import type {Layout} from "./layout.ts";
import type {Locks} from "./locks.ts";
import {isAlive, parseOwner, thisProcess} from "./owner.ts";
import {mustWrite} from "./read-only.ts";

/** What a run that goes on may still read. */
export interface Use {
  /** Keys of results that it found fresh. */
  keys: Digest[];
  /** Code, and files of the working tree as it saw them. */
  objects: Digest[];
  /** Stages with tasks that are not done: any earlier record of theirs may turn out to be the one that is needed. */
  stages: string[];
}

/** A run as the other processes on its cache see it. */
export interface LiveRun {
  host: string;
  pid: number;
  /** Undefined while it does not know yet: it may read anything. */
  use: Use | undefined;
}

/** The lock that a garbage collection holds, among those of task keys. */
export const COLLECTION_LOCK = "gc";

/** A run on another host, which cannot be asked, is believed to go on for this long. */
const FOREIGN_MS = 30 * 24 * 3600 * 1000;

/**
 * Tells other processes that a run goes on, so that none takes away what it reads; waits for a collection that has
 * begun. A UserMistake where the cache cannot be written.
 */
export async function announceRun(layout: Layout, locks: Locks, note: (line: string) => void) {
  const {host, ...process} = thisProcess();
  const path = join(layout.runs, `live-${host}-${process.pid}.json`);
  const write = (use?: Use) => {
    writeFileSync(`${path}.part`, JSON.stringify({host, ...process, use}));
    renameSync(`${path}.part`, path);
  };
  mustWrite(layout.root, layout.runs, () => write());
  if (existsSync(join(layout.locks, COLLECTION_LOCK))) {
    note("waiting for vvs gc to finish");
    await locks.acquire(COLLECTION_LOCK, new AbortController().signal);
    locks.release(COLLECTION_LOCK);
  }
  return {uses: write, end: () => rmSync(path, {force: true})};
}

/** The runs that go on, and the files of those that ended without saying so. */
export function findRuns(layout: Layout): {live: LiveRun[]; dead: string[]} {
  const live: LiveRun[] = [];
  const dead: string[] = [];
  for (const name of readdirSync(layout.runs)) {
    if (!/^live-.*\.json$/.test(name)) continue;
    const path = join(layout.runs, name);
    const age = Date.now() - (statSync(path, {throwIfNoEntry: false})?.mtimeMs ?? Date.now());
    const text = readIfThere(path);
    const owner = parseOwner(text);
    if (!owner || !isAlive(owner, age, FOREIGN_MS)) dead.push(path);
    else live.push({host: owner.host, pid: owner.pid, use: parseUse(text)});
  }
  return {live, dead};
}

/** How a run is named to a person. */
export function runName({host, pid}: LiveRun): string {
  return host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;
}

/** The text of a file that its owner may remove at any moment. */
function readIfThere(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

function parseUse(text: string): Use | undefined {
  const {use}: {use?: Partial<Use>} = JSON.parse(text);
  return use?.keys && use.objects && use.stages
    ? {keys: use.keys, objects: use.objects, stages: use.stages}
    : undefined;
}
