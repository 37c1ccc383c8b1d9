import {existsSync, readFileSync, renameSync} from "node:fs";
import {join} from "node:path";
import type {Digest} from "../hash/digest.ts";
import {taskKey} from "../hash/task-key.ts";
import {sharded} from "./layout.ts";
import {isReadOnly} from "./read-only.ts";
import {recordSchema, type TaskRecord} from "./record.ts";
import {referencesOf} from "./record-references.ts";
import type {Store} from "./store.ts";

export interface Verification {
  /** How many of each were looked at. */
  objects: number;
  records: number;
  bad: BadEntry[];
}

export interface BadEntry {
  kind: "object" | "record";
  what: string;
  /** Absolute path where it was found. */
  file: string;
}

/** Objects that are hashed at once. */
const AT_ONCE = 4;

/**
 * Reads the whole cache: hashes every object, whatever its stamp says, and checks that every record is whole, stands
 * under the hash of its own components, and names objects that are there. What is wrong is set aside, so that the
 * next run makes it again; a record whose objects are lost stays.
 */
export async function verifyCache(store: Store): Promise<Verification> {
  const bad: BadEntry[] = [];
  const records = sharded(store.layout.records);
  const uses = new Map<Digest, string>();
  for (const [name, file] of records) {
    const record = checkRecord(name, file);
    if (record === undefined) continue;
    if (typeof record === "string") bad.push({kind: "record", what: record + setAside(store, name, file), file});
    else {
      for (const [digest, use] of usesOf(record)) {
        uses.set(digest, use);
        const lost = !existsSync(store.objects.path(digest)) && existsSync(file);
        if (lost) bad.push({kind: "record", what: `${use} is lost (object ${digest})`, file});
      }
    }
  }
  const objects = sharded(store.layout.objects);
  const corrupt = await corruptObjects(store, objects);
  for (const [digest, what] of corrupt) {
    const use = uses.get(digest);
    bad.push({kind: "object", what: use === undefined ? what : `${use}: ${what}`, file: objects.get(digest) ?? ""});
  }
  return {objects: objects.size, records: records.size, bad};
}

/** The record in a file, or what is wrong with it; undefined where it is gone by now. */
function checkRecord(name: string, file: string): TaskRecord | string | undefined {
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    return existsSync(file) ? `it cannot be read: ${messageOf(error)}` : undefined;
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return "it is not whole: no JSON";
  }
  const {data: record, error} = recordSchema.safeParse(value);
  if (!record) {
    const [issue] = error.issues;
    return `it is not whole: ${issue?.path.join(".")}: ${issue?.message}`;
  }
  if (`${record.key}.json` !== name) return `it is that of ${record.task} under another key, ${record.key}`;
  const key = taskKey(record.components);
  return key === record.key ? record : `the components of ${record.task} give another key, ${key}`;
}

/** What a record calls each object that has to be there. */
function usesOf(record: TaskRecord): Map<Digest, string> {
  const {code, log} = referencesOf(record);
  return new Map([
    ...log.map((digest): [Digest, string] => [digest, `the log of ${record.task}`]),
    ...code.map((digest): [Digest, string] => [digest, `the code of ${record.task}`]),
    ...Object.entries(record.outputs).map(([name, {digest}]): [Digest, string] => [digest, `${record.task}/${name}`])
  ]);
}

/** Hashes all objects; sets aside those that are not what their names say. */
async function corruptObjects(store: Store, objects: Map<Digest, string>): Promise<Map<Digest, string>> {
  const corrupt = new Map<Digest, string>();
  const queue = objects.entries();
  const work = async () => {
    for (const [digest, file] of queue) {
      const what = await checkObject(store, digest, file);
      if (what !== undefined) corrupt.set(digest, what);
    }
  };
  await Promise.all(Array.from({length: AT_ONCE}, work));
  return corrupt;
}

async function checkObject(store: Store, digest: Digest, file: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{64}$/.test(digest)) return `its name is no digest${setAside(store, digest, file)}`;
  let report: string | undefined;
  try {
    await store.objects.verify({digest, bytes: 0, kind: "file", stamp: ""}, (line) => {
      report = line;
    });
  } catch (error) {
    return existsSync(file) ? `it cannot be read: ${messageOf(error)}` : undefined;
  }
  return report;
}

/** Moves a file into quarantine, where the cache can be written; says so. */
function setAside(store: Store, name: string, file: string): string {
  const aside = join(store.layout.quarantine, `${name}-${Date.now().toString(36)}`);
  try {
    renameSync(file, aside);
    return `; set aside in ${aside}`;
  } catch (error) {
    if (isReadOnly(error, store.layout.quarantine)) return "; left where it is, since the cache cannot be written";
    throw error;
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
