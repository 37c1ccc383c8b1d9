import {readFileSync} from "node:fs";
import {type Digest, digestOf, digestOfPath} from "../../hash/digest.ts";
import {taskKey} from "../../hash/task-key.ts";
import {recordSchema, type TaskRecord} from "../../store/record.ts";
import {type References, referencesOf} from "../../store/record-references.ts";

/** A file of the cache to be looked at: an object, or a record, by the name that its place gives it. */
export interface FileToCheck {
  kind: "object" | "record";
  name: string;
  path: string;
}

export interface CheckedFile extends FileToCheck {
  /** What is wrong with it by itself. */
  problem?: string;
  /** A whole record. */
  record?: CheckedRecord;
}

/** What an audit needs of a record. */
export interface CheckedRecord extends References {
  /** Digest of the record's own bytes. */
  sha256: Digest;
  key: Digest;
  task: string;
  startedAt: string;
  deterministic: boolean;
  kind: TaskRecord["components"]["code"]["kind"];
  named: Record<string, Digest>;
  /** Files of the working tree that it read, by path; undefined in a record that does not tell. */
  files: Record<string, Digest> | undefined;
  /** Inputs by name. */
  read: Record<string, Digest[]>;
}

/** Reads one file and says what is wrong with it by itself; changes nothing. */
export async function checkFile(file: FileToCheck): Promise<CheckedFile> {
  try {
    return {...file, ...(file.kind === "object" ? await checkObject(file) : checkRecord(file))};
  } catch (error) {
    return {...file, problem: `it cannot be read: ${error instanceof Error ? error.message : error}`};
  }
}

async function checkObject({name, path}: FileToCheck): Promise<{problem?: string}> {
  const found = await digestOfPath(path);
  return found === name ? {} : {problem: `its bytes are not those of its name: they hash to ${found}`};
}

function checkRecord({name, path}: FileToCheck): {problem: string} | {record: CheckedRecord} {
  const bytes = readFileSync(path);
  let value: unknown;
  try {
    value = JSON.parse(bytes.toString("utf8"));
  } catch {
    return {problem: "it is not whole: no JSON"};
  }
  const {data: record, error} = recordSchema.safeParse(value);
  if (!record) {
    const [issue] = error.issues;
    return {problem: `it is not whole: ${issue?.path.join(".")}: ${issue?.message}`};
  }
  const {key, task, components, outputs} = record;
  if (`${key}.json` !== name) return {problem: `it is the record of ${task}, under another key than its own (${key})`};
  const computed = taskKey(components);
  if (computed !== key) return {problem: `what ${task} was made from gives another key, ${computed}`};
  const [declared, made] = [components.outputs, outputs].map((names) => Object.keys(names).sort().join(", "));
  if (declared !== made) return {problem: `${task} was to make ${declared}, and the record names ${made}`};
  return {
    record: {
      ...referencesOf(record),
      sha256: digestOf(bytes),
      key,
      task,
      startedAt: record.startedAt,
      deterministic: record.deterministic,
      kind: components.code.kind,
      named: Object.fromEntries(Object.entries(outputs).map(([output, {digest}]) => [output, digest])),
      files: record.declared && (record.declared.files ?? {}),
      read: Object.fromEntries(Object.entries(components.inputs).map(([input, {digests}]) => [input, digests]))
    }
  };
}
