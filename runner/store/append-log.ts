import {appendFileSync, existsSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {writeIfPossible} from "./read-only.ts";

/**
 * A file of JSON lines that is only ever appended to: the last line for a key wins, and a line cut short by a kill is
 * passed over. Lines gathered in memory are written by `flush`.
 */
export class AppendLog<T> {
  readonly #path: string;
  readonly #entries = new Map<string, T>();
  #pending: string[] = [];
  #lines = 0;

  constructor(path: string, accept: (value: unknown) => value is [string, T]) {
    this.#path = path;
    if (!existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    if (text && !text.endsWith("\n")) this.#pending.push("\n");
    for (const line of text.split("\n")) {
      if (!line) continue;
      this.#lines++;
      const entry = parse(line);
      if (accept(entry)) this.#entries.set(entry[0], entry[1]);
      else if (isDeletion(entry)) this.#entries.delete(entry[0]);
    }
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  get size(): number {
    return this.#entries.size;
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  set(key: string, value: T): void {
    this.#entries.set(key, value);
    this.#pending.push(`${JSON.stringify([key, value])}\n`);
  }

  delete(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#pending.push(`${JSON.stringify([key])}\n`);
  }

  /** Writes what was set since the last flush; one write, so that lines of two processes do not mix. */
  flush(): void {
    if (this.#pending.length === 0 || this.#pending.join("") === "\n") return;
    const lines = this.#pending;
    this.#pending = [];
    this.#lines += lines.length;
    writeIfPossible(dirname(this.#path), () => appendFileSync(this.#path, lines.join("")));
  }

  /** Rewrites the file when most of its lines are overtaken. Only for a process that holds the cache alone. */
  compact(): void {
    this.flush();
    if (this.#lines < 1000 || this.#lines < 3 * this.#entries.size) return;
    const temporary = `${this.#path}.${process.pid}`;
    writeFileSync(temporary, [...this.#entries].map((entry) => `${JSON.stringify(entry)}\n`).join(""));
    renameSync(temporary, this.#path);
    this.#lines = this.#entries.size;
  }
}

function isDeletion(value: unknown): value is [string] {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string";
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
