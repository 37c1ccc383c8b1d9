import {lstatSync, rmSync} from "node:fs";
import {join} from "node:path";
import {type Digest, filesBelow} from "../hash/digest.ts";
import {type Stamp, stampOf} from "../hash/stamp.ts";
import {type Layout, namesIn, sharded} from "./layout.ts";
import type {LiveRun} from "./live-runs.ts";
import {allOf, type References, referencesOf} from "./record-references.ts";
import type {Store} from "./store.ts";

/** What has to stay, and all that it was made from. */
export interface Roots {
  /** Keys of results; those without a record keep the log of their failure and their resume folder. */
  keys: Set<Digest>;
  objects: Set<Digest>;
  manifests: Set<Digest>;
  /** Runs that go on. */
  runs: LiveRun[];
}

/** A file or folder to be freed. */
export interface Waste {
  kind: "object" | "record" | "manifest" | "code" | "failure" | "resume" | "quarantine" | "leftover";
  path: string;
  bytes: number;
  stamp: Stamp | undefined;
  /** Digest of an object, key of a record. */
  digest?: Digest;
  /** Stage of the record, or of a record that names the object. */
  stage?: string;
}

export interface Garbage {
  /** In the order in which it is freed: records before the objects that they name. */
  waste: Waste[];
  /** Bytes that stay, and how many objects and records they hold. */
  kept: {bytes: number; objects: number; records: number};
  /** All records that were there, each with its stamp. */
  seen: Map<Digest, Stamp | undefined>;
}

interface Known extends References {
  stage: string;
  endedAt: string;
}

const OLD_MS = 30 * 24 * 3600 * 1000;
/** Smaller objects stay while a run goes on: they free nothing, and chance may make the run produce the same bytes. */
const SMALL_BYTES = 4096;

/**
 * What nothing needs. A result that stays keeps all that it was made from, back to its sources; beside a running run
 * all that the run may come to read stays too, and so does what no record names yet.
 * @param leftovers files and folders of processes that are no more
 * @param now milliseconds since 1970
 */
export function findGarbage(store: Store, roots: Roots, leftovers: string[], now: number): Garbage {
  const {layout} = store;
  const records = new Map<Digest, Known>();
  const seen = new Map<Digest, Stamp | undefined>();
  for (const [name, path] of sharded(layout.records)) {
    const key = name.replace(/\.json$/, "");
    seen.set(key, stampOf(path));
    const record = store.records.read(key);
    if (record) records.set(key, {stage: record.stage, endedAt: record.endedAt, ...referencesOf(record)});
  }
  const running = roots.runs.length > 0;
  const anything = roots.runs.some(({use}) => !use);
  const pending = new Set(roots.runs.flatMap(({use}) => use?.stages ?? []));
  const keys = new Set([...roots.keys, ...roots.runs.flatMap(({use}) => use?.keys ?? [])]);
  const kept = withLineage(records, new Map([...records].filter(([key]) => anything || keys.has(key))));
  const keptObjects = new Set([...roots.objects, ...roots.runs.flatMap(({use}) => use?.objects ?? [])]);
  for (const record of kept.values()) for (const digest of allOf(record)) keptObjects.add(digest);
  for (const [key, record] of records) {
    if (kept.has(key) || !pending.has(record.stage)) continue;
    kept.set(key, record);
    for (const digest of allOf({...record, inputs: []})) keptObjects.add(digest);
  }
  const stages = new Map<Digest, string>();
  for (const record of records.values()) for (const digest of allOf(record)) stages.set(digest, record.stage);
  for (const record of records.values()) for (const digest of record.outputs) stages.set(digest, record.stage);

  const waste: Waste[] = [];
  const drop = (kind: Waste["kind"], path: string, more: Partial<Waste> = {}) =>
    waste.push({kind, path, bytes: bytesOf(path), stamp: stampOf(path), ...more});
  for (const [key, {stage}] of records)
    if (!kept.has(key)) drop("record", store.records.path(key), {digest: key, stage});
  const objects = sharded(layout.objects);
  for (const [digest, path] of objects) {
    const stage = stages.get(digest);
    if (keptObjects.has(digest) || (running && (anything || stage === undefined))) continue;
    if (!running || bytesOf(path) > SMALL_BYTES) drop("object", path, {digest, ...(stage !== undefined && {stage})});
  }
  if (!anything) for (const path of unnamed(layout.code, keptObjects)) drop("code", path);
  if (!running) for (const [kind, path] of staleHistory(layout, keys, roots.manifests, now)) drop(kind, path);
  for (const name of namesIn(layout.quarantine)) {
    const setAside = Number.parseInt(name.split("-").at(-1) ?? "", 36);
    if (now - setAside > OLD_MS) drop("quarantine", join(layout.quarantine, name));
  }
  for (const path of leftovers) drop("leftover", path);
  const freed = waste.filter(({kind}) => kind !== "leftover" && kind !== "resume");
  return {
    waste,
    seen,
    kept: {
      bytes: cacheBytes(layout) - freed.reduce((sum, {bytes}) => sum + bytes, 0),
      objects: objects.size - waste.filter(({kind}) => kind === "object").length,
      records: seen.size - waste.filter(({kind}) => kind === "record").length
    }
  };
}

/** Manifests that are not wanted, failures and resume folders of keys that nothing will try again. */
function staleHistory(layout: Layout, keys: Set<Digest>, manifests: Set<Digest>, now: number) {
  const unwanted = unnamed(layout.runs, manifests).filter((path) => /[0-9a-f]{64}\.json$/.test(path));
  const resumable = unnamed(layout.resume, keys).filter((path) => now - lstatSync(path).mtimeMs > OLD_MS);
  const of = (kind: Waste["kind"], paths: string[]) => paths.map((path) => [kind, path] as const);
  return [...of("manifest", unwanted), ...of("failure", unnamed(layout.failures, keys)), ...of("resume", resumable)];
}

/** Paths in a folder whose names begin with none of these digests. */
function unnamed(folder: string, digests: Set<Digest>): string[] {
  return namesIn(folder).flatMap((name) => (digests.has(name.slice(0, 64)) ? [] : [join(folder, name)]));
}

/**
 * Frees what was found, but for what has changed since, or is named by a record that was written since.
 * @returns what was freed
 */
export function freeGarbage(store: Store, {waste, seen}: Garbage): Waste[] {
  const needed = new Set<Digest>();
  for (const [name, path] of sharded(store.layout.records)) {
    const key = name.replace(/\.json$/, "");
    if (seen.get(key) === stampOf(path)) continue;
    const record = store.records.read(key);
    if (record) for (const digest of allOf(referencesOf(record))) needed.add(digest);
  }
  return waste.filter(({kind, path, stamp, digest = ""}) => {
    if (stampOf(path) !== stamp || needed.has(digest)) return false;
    if (kind === "record") store.records.remove(digest);
    else rmSync(path, {recursive: true, force: true});
    return true;
  });
}

/** Adds the records, one for each input, that made what the wanted records read. */
function withLineage(records: Map<Digest, Known>, wanted: Map<Digest, Known>): Map<Digest, Known> {
  const makers = new Map<Digest, Digest>();
  for (const [key, {outputs, endedAt}] of records) {
    for (const digest of outputs) {
      const other = makers.get(digest);
      if (other === undefined || (records.get(other)?.endedAt ?? "") < endedAt) makers.set(digest, key);
    }
  }
  const kept = new Map(wanted);
  const made = new Set([...wanted.values()].flatMap(({outputs}) => outputs));
  for (const {inputs} of kept.values()) {
    for (const input of inputs) {
      const maker = made.has(input) ? undefined : makers.get(input);
      const record = maker === undefined ? undefined : records.get(maker);
      if (maker === undefined || !record) continue;
      kept.set(maker, record);
      for (const digest of record.outputs) made.add(digest);
    }
  }
  return kept;
}

/** Bytes of everything in the cache but what running tasks are writing. */
function cacheBytes(layout: Layout): number {
  const {objects, records, runs, failures, index, code, quarantine} = layout;
  return [objects, records, runs, failures, index, code, quarantine].reduce((sum, at) => sum + bytesOf(at), 0);
}

/** Bytes of a file, or of the files in a folder. */
function bytesOf(path: string): number {
  const stats = lstatSync(path, {throwIfNoEntry: false});
  if (!stats?.isDirectory()) return stats?.size ?? 0;
  return filesBelow(path).reduce(
    (sum, file) => sum + (lstatSync(join(path, file), {throwIfNoEntry: false})?.size ?? 0),
    0
  );
}
