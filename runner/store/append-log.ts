import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {dirname} from "node:path";
import {crc32} from "node:zlib";
import {writeIfPossible} from "./read-only.ts";

/**
 * A file of lines that is only ever appended to: the last line for a key wins, and a line cut short by a kill, or that
 * a disk has changed, is passed over: each is a checksum and a JSON value. Lines gathered in memory are written by
 * `flush`.
 */
export class AppendLog<T> {
  readonly #path: string;
  readonly #entries = new Map<string, T>();
  #pending: string[] = [];

  constructor(path: string, accept: (value: unknown) => value is [string, T]) {
    this.#path = path;
    if (!existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    if (text && !text.endsWith("\n")) this.#pending.push("\n");
    for (const line of text.split("\n")) {
      if (!line) continue;
      const entry = parse(line);
      if (accept(entry)) this.#entries.set(entry[0], entry[1]);
      else if (isDeletion(entry)) this.#entries.delete(entry[0]);
    }
  }

  get(key: string): T | undefined {
    return this.#entries.get(key);
  }

  entries(): IterableIterator<[string, T]> {
    return this.#entries.entries();
  }

  set(key: string, value: T): void {
    this.#entries.set(key, value);
    this.#pending.push(written([key, value]));
  }

  delete(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#pending.push(written([key]));
  }

  /** Writes what was set since the last flush; one write, so that lines of two processes do not mix. */
  flush(): void {
    if (this.#pending.every((line) => line === "\n")) return;
    const lines = this.#pending;
    this.#pending = [];
    writeIfPossible(dirname(this.#path), () => appendFileSync(this.#path, lines.join("")));
  }
}

/** Accepts entries whose value is an object with these fields. */
export function withFields<T>(...fields: (keyof T & string)[]): (entry: unknown) => entry is [string, T] {
  return (entry): entry is [string, T] => {
    if (!Array.isArray(entry) || entry.length !== 2) return false;
    const value: unknown = entry[1];
    return typeof value === "object" && value !== null && fields.every((field) => field in value);
  };
}

function isDeletion(value: unknown): value is [string] {
  return Array.isArray(value) && value.length === 1 && typeof value[0] === "string";
}

function written(entry: unknown): string {
  const json = JSON.stringify(entry);
  return `${checksum(json)} ${json}\n`;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

function parse(line: string): unknown {
  const json = line.slice(9);
  if (line.slice(0, 8) !== checksum(json)) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
