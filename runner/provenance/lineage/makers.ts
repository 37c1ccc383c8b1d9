import {readFileSync} from "node:fs";
import * as z from "zod";
import type {Digest} from "../../hash/digest.ts";
import {sharded} from "../../store/layout.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";

/** The output of a record that has certain bytes. */
export interface Maker {
  record: TaskRecord;
  output: string;
}

const glance = z.looseObject({
  key: z.string(),
  task: z.string(),
  endedAt: z.string(),
  outputs: z.record(z.string(), z.looseObject({digest: z.string()}))
});

interface Entry {
  key: Digest;
  task: string;
  output: string;
  endedAt: string;
}

/** Finds the records that made an object, among all in the cache; they are listed when first asked for. */
export class Makers {
  readonly #store: Store;
  #byDigest: Map<Digest, Entry[]> | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /**
   * The record that made an object: that of the task called `hint` where there is one, else the latest.
   * @param not keys that are out of the question, since they were made from it
   */
  of(digest: Digest, hint?: string, not?: ReadonlySet<Digest>): Maker | undefined {
    this.#byDigest ??= this.#list();
    const entries = (this.#byDigest.get(digest) ?? []).filter(({key}) => !not?.has(key));
    const best = entries.toSorted((a, b) => rank(b, hint) - rank(a, hint) || (a.endedAt < b.endedAt ? 1 : -1))[0];
    const record = best && this.#store.records.read(best.key);
    return record && {record, output: best.output};
  }

  /** Digests of outputs, and keys, that begin so. */
  beginning(prefix: string): {digests: Digest[]; keys: Digest[]} {
    this.#byDigest ??= this.#list();
    const keys = new Set<Digest>();
    for (const entries of this.#byDigest.values())
      for (const {key} of entries) if (key.startsWith(prefix)) keys.add(key);
    return {digests: [...this.#byDigest.keys()].filter((digest) => digest.startsWith(prefix)), keys: [...keys]};
  }

  #list(): Map<Digest, Entry[]> {
    const found = new Map<Digest, Entry[]>();
    for (const path of sharded(this.#store.layout.records).values()) {
      const record = glanceAt(path);
      if (!record) continue;
      const {key, task, endedAt, outputs} = record;
      for (const [output, {digest}] of Object.entries(outputs)) {
        const entries = found.get(digest);
        const entry = {key, task, output, endedAt};
        if (entries) entries.push(entry);
        else found.set(digest, [entry]);
      }
    }
    return found;
  }
}

function rank({task}: Entry, hint: string | undefined): number {
  return task === hint ? 1 : 0;
}

/** The few fields of a record that a search needs; undefined where it is gone or not whole. */
function glanceAt(path: string): z.output<typeof glance> | undefined {
  try {
    return glance.safeParse(JSON.parse(readFileSync(path, "utf8"))).data;
  } catch {
    return undefined;
  }
}
