import {copyFileSync, cpSync, existsSync, mkdirSync, statSync, writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {type Digest, digestOf} from "../../hash/digest.ts";
import {shard} from "../../store/layout.ts";
import type {TaskRecord} from "../../store/record.ts";
import {allOf, referencesOf} from "../../store/record-references.ts";
import type {Store} from "../../store/store.ts";
import type {EndedRun} from "../history.ts";
import type {Step} from "../lineage/lineage.ts";
import type {Manifest} from "../manifest.ts";

/** A record as it is given away: without what is not to be told. */
export function publicRecord(record: TaskRecord, logs: ReadonlyMap<Digest, unknown>): TaskRecord {
  const {git, log} = record;
  return {
    ...record,
    host: "",
    git: git && {commit: git.commit, dirty: git.dirty},
    log: log !== null && logs.has(log) ? null : log
  };
}

/**
 * Writes the part of a cache that certain steps rest on: their records, the objects that these name, and a manifest of
 * its own that lists them.
 * @param prepare what a record becomes before it is given away
 * @returns digest of the manifest
 */
export function writeArchive(
  store: Store,
  target: string,
  steps: Iterable<Step>,
  run: EndedRun | undefined,
  prepare: (record: TaskRecord) => TaskRecord
): Digest {
  const cache = join(target, "cache");
  for (const room of ["objects", "records", "runs"]) mkdirSync(join(cache, room), {recursive: true});
  copyFileSync(join(store.layout.root, "format"), join(cache, "format"));
  const tasks: Manifest["tasks"] = {};
  for (const {name, record: kept} of steps) {
    const record = prepare(kept);
    for (const digest of allOf(referencesOf(record))) copyObject(store, digest, join(cache, "objects"));
    const text = `${JSON.stringify(record)}\n`;
    const path = shard(join(cache, "records"), record.key, ".json");
    mkdirSync(dirname(path), {recursive: true});
    writeFileSync(path, text);
    const outputs = Object.fromEntries(Object.entries(record.outputs).map(([output, {digest}]) => [output, digest]));
    tasks[name] = {key: record.key, outputs, record: digestOf(text)};
  }
  const manifest: Manifest = {format: 2, profile: null, set: [], tasks};
  const text = `${JSON.stringify(manifest)}\n`;
  const digest = digestOf(text);
  writeFileSync(join(cache, "runs", `${digest}.json`), text);
  const startedAt = new Date(run?.startedAt ?? 0).toISOString();
  const line = {manifest: digest, startedAt, seconds: run ? (run.endedAt - run.startedAt) / 1000 : 0, counts: {}};
  writeFileSync(join(cache, "runs", "history.jsonl"), `${JSON.stringify(line)}\n`);
  return digest;
}

function copyObject(store: Store, digest: Digest, room: string): void {
  const [from, path] = [store.objects.path(digest), shard(room, digest)];
  if (existsSync(path) || !existsSync(from)) return;
  mkdirSync(dirname(path), {recursive: true});
  if (statSync(from).isDirectory()) cpSync(from, path, {recursive: true});
  else copyFileSync(from, path);
}
