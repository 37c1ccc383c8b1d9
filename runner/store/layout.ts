import {mkdirSync, readdirSync, renameSync} from "node:fs";
import {dirname, join} from "node:path";
import {hasCode} from "../errors/error-code.ts";
import {writeIfPossible} from "./read-only.ts";

/**
 * Where things are in the cache folder. `objects` and `records` are the truth; `runs`, `failures` and `logs` are
 * history; `index` and `code` are derived from them and may be deleted; `work`, `resume` and `locks` belong to running
 * tasks.
 */
export interface Layout {
  root: string;
  objects: string;
  records: string;
  runs: string;
  failures: string;
  index: string;
  code: string;
  work: string;
  resume: string;
  locks: string;
  quarantine: string;
}

const ROOMS = [
  "objects",
  "records",
  "runs",
  "failures",
  "index",
  "code",
  "work",
  "resume",
  "locks",
  "quarantine"
] as const;

export function layOut(root: string): Layout {
  const rooms = Object.fromEntries(ROOMS.map((room) => [room, join(root, room)]));
  for (const path of Object.values(rooms)) writeIfPossible(path, () => void mkdirSync(path, {recursive: true}));
  return {root, ...rooms} as Layout;
}

/** A file or folder named by a digest, two letters of it as a folder. */
export function shard(folder: string, digest: string, suffix = ""): string {
  return join(folder, digest.slice(0, 2), digest.slice(2) + suffix);
}

/** Moves a file or folder to its place in a sharded room, whose folders are made as they are needed. */
export function moveIntoShard(source: string, target: string): void {
  try {
    renameSync(source, target);
  } catch (error) {
    if (!hasCode(error, "ENOENT")) throw error;
    mkdirSync(dirname(target), {recursive: true});
    renameSync(source, target);
  }
}

/** Paths of everything in a sharded room, by the name that its two parts make. */
export function sharded(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const head of namesIn(folder))
    for (const tail of namesIn(join(folder, head))) found.set(head + tail, join(folder, head, tail));
  return found;
}

/** Names in a folder; none where there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (hasCode(error, "ENOENT", "ENOTDIR")) return [];
    throw error;
  }
}
