import {lstatSync} from "node:fs";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import type {TaskResult} from "../execute/progress.ts";
import type {Publisher} from "../execute/publish.ts";
import {type Digest, digestOf} from "../hash/digest.ts";
import {changedAt, type Stamp, stampOf} from "../hash/stamp.ts";
import {thisMachine} from "../hash/this-machine.ts";
import {namesIn} from "../store/layout.ts";
import {changeTime, type SettledRun, writeSettledRun} from "../store/settled-run.ts";
import type {Project} from "./project.ts";

/** A file that changed this shortly before a run may have changed again after it was read, under the same stamp. */
const RACY_MS = 50;

/** What decides what a call of `vvs run` would do, beside files and variables. */
export function invocationOf(folder: string, targets: string[], profile: string | undefined, set: string[]): Digest {
  const program = stampOf(fileURLToPath(import.meta.url));
  return digestOf(JSON.stringify([folder, targets, profile, set, thisMachine(), program]));
}

/** Notes a run in which everything was made or found, so that the same call need not look at the graph again. */
export function settleRun(
  {folder, graph, store, codes}: Project,
  results: TaskResult[],
  publisher: Publisher,
  startedAt: Date,
  run: Pick<SettledRun, "invocation" | "run" | "shown" | "published">
): void {
  if (!lstatSync(store.layout.index, {throwIfNoEntry: false})?.isDirectory()) return;
  const watched: Record<string, Stamp | undefined> = {};
  const objects: Record<Digest, Stamp | undefined> = {};
  const code = codes.watched();
  for (const path of [...graph.files, ...code.files]) {
    const stamp = stampOf(`${folder}/${path}`);
    if (stamp !== undefined && changedAt(`${folder}/${path}`) > startedAt.getTime() - RACY_MS) return;
    watched[path] = stamp ?? "";
  }
  for (const digest of code.objects) objects[digest] = stampOf(store.objects.path(digest));
  const environment: Record<string, string | null> = {};
  for (const {name, key} of results) {
    const task = graph.tasks.get(name);
    const stage = task && graph.stages.get(task.stage);
    const summary = key === null ? undefined : store.records.summary(key);
    if (!task || !stage || !summary) return;
    for (const variable of stage.env) environment[variable] = process.env[variable] ?? null;
    for (const {digest, stamp} of Object.values(summary.outputs)) objects[digest] = stamp;
    for (const path of Object.values(task.publish)) watched[path] = publisher.stamp(path);
    for (const path of stage.code) watched[path] = store.files.stamp(path);
    for (const {references} of task.inputs)
      for (const reference of references)
        if (reference.kind === "file") watched[reference.path] = store.files.stamp(reference.path);
  }
  const below = (path: string) => (path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : path);
  for (const [digest, stamp] of Object.entries(objects)) watched[below(store.objects.path(digest))] = stamp;
  const {records, index, runs} = store.layout;
  const shards = [records, ...namesIn(records).map((name) => join(records, name))];
  const folders = Object.fromEntries(shards.map((path) => [below(path), changeTime(path)]));
  const names = join(index, "names.jsonl");
  const manifest = join(runs, `${run.run}.json`);
  for (const path of [names, manifest]) watched[below(path)] = stampOf(path);
  const known: Record<string, Stamp> = {};
  for (const [path, stamp] of Object.entries(watched)) {
    if (stamp === undefined) return;
    known[path] = stamp;
  }
  const profile = graph.profile ?? null;
  writeSettledRun(store.layout, {...run, environment, watched: known, folders, tasks: results.length, profile});
}
