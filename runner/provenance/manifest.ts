import {appendFileSync, existsSync, renameSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {TaskResult} from "../execute/progress.ts";
import {type Digest, digestOf} from "../hash/digest.ts";
import type {Layout} from "../store/layout.ts";
import {writeIfPossible} from "../store/read-only.ts";
import type {Store} from "../store/store.ts";

/** What a run made or found: every task of it with its key. Two runs with the same results have the same manifest. */
export interface Manifest {
  format: 1;
  profile: string | null;
  set: string[];
  tasks: Record<string, {key: Digest | null; outputs: Record<string, Digest>}>;
}

/** Writes a run's manifest under its own digest, and a line about the run into the history. */
export function writeManifest(
  store: Store,
  results: Iterable<TaskResult>,
  run: {profile: string | undefined; set: string[]; startedAt: Date; seconds: number; counts: Record<string, number>}
): Digest {
  const tasks = Object.fromEntries([...results].map(({name, key, outputs}) => [name, {key, outputs}]));
  const manifest: Manifest = {format: 1, profile: run.profile ?? null, set: run.set, tasks};
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

/** Writes a line about a run into the history. */
export function noteRun(
  {runs}: Pick<Layout, "runs">,
  manifest: Digest,
  {startedAt, seconds, counts}: {startedAt: Date; seconds: number; counts: Record<string, number>}
): void {
  const line = `${JSON.stringify({manifest, startedAt, seconds, counts})}\n`;
  writeIfPossible(runs, () => appendFileSync(join(runs, "history.jsonl"), line));
}
