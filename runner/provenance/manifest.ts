import {existsSync, readFileSync, renameSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import type {TaskResult} from "../execute/progress.ts";
import {type Digest, digestOf} from "../hash/digest.ts";
import type {Store} from "../store/store.ts";
import {noteRun, readHistory} from "./history.ts";
import {readManifest} from "./kept-runs.ts";

/**
 * What a run made or found: every task of it with its key, and the digest of its record, which names all else. So the
 * one digest of a manifest stands for everything that the run rests on.
 */
export interface Manifest {
  format: 1 | 2;
  profile: string | null;
  set: string[];
  tasks: Record<string, {key: Digest | null; outputs: Record<string, Digest>; record?: Digest}>;
}

/** Writes a run's manifest under its own digest, and a line about the run into the history. */
export function writeManifest(
  store: Store,
  results: Iterable<TaskResult>,
  run: {profile: string | undefined; set: string[]; startedAt: Date; seconds: number; counts: Record<string, number>}
): Digest {
  const recordOf = recordDigests(store);
  const tasks: Manifest["tasks"] = {};
  for (const {name, state, key, outputs} of results) {
    const done = key !== null && (state === "ran" || state === "cached");
    const record = done ? recordOf(key, state === "ran") : undefined;
    tasks[name] = {key, outputs, ...(record !== undefined && {record})};
  }
  const manifest: Manifest = {format: 2, profile: run.profile ?? null, set: run.set, tasks};
  const text = `${JSON.stringify(manifest)}\n`;
  const digest = digestOf(text);
  const path = join(store.layout.runs, `${digest}.json`);
  if (!existsSync(path)) {
    const temporary = join(store.layout.work, `manifest-${process.pid}-${digest}`);
    writeFileSync(temporary, text);
    renameSync(temporary, path);
  }
  noteRun(store.layout, digest, run);
  return digest;
}

/**
 * Digests of records. That of a record which was there before is taken from the last run's manifest, unless something
 * was put beside it since, so that ten thousand records need not be read, and one that was edited meanwhile does not
 * match.
 */
function recordDigests(store: Store): (key: Digest, isNew: boolean) => Digest | undefined {
  const last = readHistory(store.layout).at(-1);
  const known = new Map<Digest, Digest>();
  if (last && existsSync(join(store.layout.runs, `${last.manifest}.json`))) {
    for (const {key, record} of Object.values(readManifest(store.layout, last.manifest).tasks))
      if (key !== null && record !== undefined) known.set(key, record);
  }
  const settled = new Map<string, boolean>();
  const isSettled = (folder: string) => {
    let answer = settled.get(folder);
    if (answer === undefined) {
      answer = last !== undefined && statSync(folder).mtimeMs < last.endedAt;
      settled.set(folder, answer);
    }
    return answer;
  };
  return (key, isNew) => {
    const path = store.records.path(key);
    const before = isNew ? undefined : known.get(key);
    if (before !== undefined && isSettled(dirname(path))) return before;
    try {
      return digestOf(readFileSync(path));
    } catch {
      return undefined;
    }
  };
}
