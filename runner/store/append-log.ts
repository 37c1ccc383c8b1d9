import {appendFileSync, existsSync, readFileSync, renameSync, rmSync, writeFileSync} from "node:fs";
import {dirname} from "node:path";
import {crc32} from "node:zlib";
import {writeIfPossible} from "./read-only.ts";

/** `[key, value]`, or `[key]` for one that was deleted. */
type Line = [string, unknown] | [string];

/** A file is written anew when so many of its entries, and most of them, have been overtaken. */
const OVERTAKEN = 20_000;

/**
 * A file of lines to which each `flush` adds one, a checksum and the JSON of entries: the last entry for a key wins, and
 * a line cut short by a kill, or that a disk has changed, is passed over. What another process adds while the file is
 * written anew may be lost: such a file holds only what can be found out again.
 */
export class AppendLog<T> {
  readonly #path: string;
  readonly #entries = new Map<string, T>();
  #pending: Line[] = [];
  /** Entries in the file, overtaken ones too. */
  #written = 0;
  /** Does the file end in the middle of a line? */
  #torn = false;

  constructor(path: string, accept: (value: unknown) => value is [string, T]) {
    this.#path = path;
    if (!existsSync(path)) return;
    const text = readFileSync(path, "utf8");
    this.#torn = text !== "" && !text.endsWith("\n");
    for (const line of text.split("\n")) {
      if (!line) continue;
      for (const entry of parse(line)) {
        this.#written++;
        if (accept(entry)) this.#entries.set(entry[0], entry[1]);
        else if (isDeletion(entry)) this.#entries.delete(entry[0]);
      }
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
    this.#pending.push([key, value]);
  }

  delete(key: string): void {
    if (!this.#entries.delete(key)) return;
    this.#pending.push([key]);
  }

  /** Writes what was set since the last flush; one write, so that lines of two processes do not mix. */
  flush(): void {
    if (this.#pending.length === 0) return;
    const line = (this.#torn ? "\n" : "") + lineOf(this.#pending);
    this.#written += this.#pending.length;
    this.#pending = [];
    this.#torn = false;
    writeIfPossible(dirname(this.#path), () => {
      if (this.#written - this.#entries.size > Math.max(OVERTAKEN, this.#entries.size)) this.#writeAnew();
      else appendFileSync(this.#path, line);
    });
  }

  #writeAnew(): void {
    const temporary = `${this.#path}.${process.pid}`;
    try {
      writeFileSync(temporary, lineOf([...this.#entries]));
      renameSync(temporary, this.#path);
    } finally {
      rmSync(temporary, {force: true});
    }
    this.#written = this.#entries.size;
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

function lineOf(entries: Line[]): string {
  const json = JSON.stringify(entries);
  return `${checksum(json)} ${json}\n`;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}

function parse(line: string): unknown[] {
  const json = line.slice(9);
  if (line.slice(0, 8) !== checksum(json)) return [];
  try {
    const entries: unknown = JSON.parse(json);
    return Array.isArray(entries) ? entries : [];
  } catch {
    return [];
  }
}
