import {join} from "node:path";
import type {Digest} from "../hash/digest.ts";
import {AppendLog} from "./append-log.ts";
import type {Layout} from "./layout.ts";

/** Task name -> key of its latest result. Updated as each task finishes, never emptied by a partial run. */
export class Names {
  readonly #log: AppendLog<Digest>;

  constructor(layout: Layout) {
    this.#log = new AppendLog(join(layout.index, "names.jsonl"), isName);
  }

  key(task: string): Digest | undefined {
    return this.#log.get(task);
  }

  entries(): IterableIterator<[string, Digest]> {
    return this.#log.entries();
  }

  point(task: string, key: Digest): void {
    if (this.#log.get(task) !== key) this.#log.set(task, key);
  }

  flush(): void {
    this.#log.flush();
  }
}

function isName(value: unknown): value is [string, Digest] {
  return Array.isArray(value) && value.length === 2 && typeof value[1] === "string";
}
