import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import type {Digest} from "../hash/digest.ts";
import {taskKey} from "../hash/task-key.ts";
import {AppendLog, withFields} from "./append-log.ts";
import {type Layout, moveIntoShard, namesIn, shard} from "./layout.ts";
import {recordSchema, type TaskRecord} from "./record.ts";

/** What a run needs of a record, kept in one derived file so that ten thousand records need not be opened. */
export interface RecordSummary {
  outputs: TaskRecord["outputs"];
  seconds: number;
}

/** One file a record, named by its key. */
export class Records {
  readonly #layout: Layout;
  readonly #summaries: AppendLog<RecordSummary>;
  /** Does this run take the record of a key for its own? A record that it does not take is as if it were not there. */
  accepts: (key: Digest) => boolean = () => true;
  /** Keys whose records were there when this store was first asked. */
  #listed: Set<Digest> | undefined;

  constructor(layout: Layout) {
    this.#layout = layout;
    this.#summaries = new AppendLog(join(layout.index, "records.jsonl"), withFields("outputs", "seconds"));
  }

  path(key: Digest): string {
    return shard(this.#layout.records, key, ".json");
  }

  /** The record of a key, read and checked; undefined where there is none or it is not whole. */
  read(key: Digest): TaskRecord | undefined {
    // An error costs more than the question where there is nothing, as for every task of a first run.
    if (!existsSync(this.path(key))) return undefined;
    try {
      const text = readFileSync(this.path(key), "utf8");
      const record = recordSchema.parse(JSON.parse(text));
      return record.key === key && isConsistent(record) ? record : undefined;
    } catch {
      return undefined;
    }
  }

  /** Outputs and duration of a key's record. */
  summary(key: Digest): RecordSummary | undefined {
    if (!this.accepts(key)) return undefined;
    this.#listed ??= this.#list();
    const known = this.#summaries.get(key);
    if (known && (this.#listed.has(key) || existsSync(this.path(key)))) return known;
    const record = this.read(key);
    return record && this.#remember(key, record.outputs, record.seconds);
  }

  /** Notes new stamps of a record's outputs in the derived index; the record itself stays as it was written. */
  restamp(key: Digest, outputs: TaskRecord["outputs"]): void {
    this.#remember(key, outputs, this.#summaries.get(key)?.seconds ?? 0);
  }

  /** Puts a record in place, by an atomic rename: the last act of a task. */
  write(record: TaskRecord): void {
    const path = this.path(record.key);
    const temporary = join(this.#layout.work, `record-${process.pid}-${record.key}`);
    writeFileSync(temporary, `${JSON.stringify(record)}\n`);
    moveIntoShard(temporary, path);
    this.#remember(record.key, record.outputs, record.seconds);
  }

  /** Forgets a record whose outputs are lost. */
  remove(key: Digest): void {
    rmSync(this.path(key), {force: true});
    this.#summaries.delete(key);
    this.#listed?.delete(key);
  }

  flush(): void {
    this.#summaries.flush();
  }

  #remember(key: Digest, outputs: TaskRecord["outputs"], seconds: number): RecordSummary {
    const summary = {outputs, seconds};
    this.#summaries.set(key, summary);
    return summary;
  }

  /** One listing a shard is far cheaper than asking for ten thousand files. */
  #list(): Set<Digest> {
    const {records} = this.#layout;
    const keys = namesIn(records).flatMap((start) =>
      namesIn(join(records, start)).map((file) => start + file.slice(0, -".json".length))
    );
    return new Set(keys);
  }
}

/** Does a record stand under the key of its own components, and name the outputs that they name? */
function isConsistent({key, components, outputs}: TaskRecord): boolean {
  const [declared, made] = [components.outputs, outputs].map((names) => Object.keys(names).sort().join("/"));
  return declared === made && taskKey(components) === key;
}
