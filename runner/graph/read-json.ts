import {LineCounter} from "yaml";
import type {MapNode, Position, SourceFile, SourceNode} from "./source-node.ts";

/**
 * Reads JSON, which is YAML too, several times as fast as that: programs write pipelines of thousands of stages.
 * Undefined where the text is not JSON, or where a YAML reader has something to say: a key twice, too many digits.
 */
export function readJson(text: string, name: string): SourceNode | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const lines = new LineCounter();
  for (let start = 0; start >= 0; start = text.indexOf("\n", start) + 1 || -1) lines.addNewLine(start);
  return new JsonReader(text, {name, lines}).read();
}

/** Walks a text that is known to be valid JSON. */
class JsonReader {
  readonly text: string;
  readonly file: SourceFile;
  at = 0;

  constructor(text: string, file: SourceFile) {
    this.text = text;
    this.file = file;
  }

  read(): SourceNode | undefined {
    this.#skipSpace();
    const {file, at: offset} = this;
    const here: Position = {file, offset};
    const first = this.text[offset];
    if (first === "{") return this.#map(here);
    if (first === "[") {
      const items: SourceNode[] = [];
      for (this.at++; this.#more("]"); ) {
        const item = this.read();
        if (!item) return undefined;
        items.push(item);
      }
      return {kind: "list", ...here, items};
    }
    if (first === '"') return {kind: "scalar", ...here, value: this.#string(), written: undefined};
    scalar.lastIndex = offset;
    const written = scalar.exec(this.text)?.[0] ?? "";
    this.at += written.length;
    const value: unknown = JSON.parse(written);
    if (value === null || typeof value === "boolean") return {kind: "scalar", ...here, value, written};
    if (typeof value !== "number" || (Number.isInteger(value) && !Number.isSafeInteger(value))) return undefined;
    return {kind: "scalar", ...here, value, written};
  }

  #map(here: Position): MapNode | undefined {
    const entries: MapNode["entries"] = new Map();
    for (this.at++; this.#more("}"); ) {
      const key: Position = {file: this.file, offset: this.at};
      const name = this.#string();
      this.#skipSpace();
      this.at++;
      const value = this.read();
      if (!value || entries.has(name)) return undefined;
      entries.set(name, {key, value});
    }
    return {kind: "map", ...here, entries};
  }

  /** Moves to the next item; false, and past the bracket, at the end. */
  #more(bracket: string): boolean {
    this.#skipSpace();
    if (this.text[this.at] === ",") {
      this.at++;
      this.#skipSpace();
    }
    if (this.text[this.at] !== bracket) return true;
    this.at++;
    return false;
  }

  #string(): string {
    quoted.lastIndex = this.at;
    const written = quoted.exec(this.text)?.[0] ?? '""';
    this.at += written.length;
    if (!written.includes("\\")) return written.slice(1, -1);
    const value: unknown = JSON.parse(written);
    return String(value);
  }

  #skipSpace(): void {
    space.lastIndex = this.at;
    this.at += space.exec(this.text)?.[0].length ?? 0;
  }
}

const space = /[ \t\r\n]*/y;
const scalar = /[-+.\w]+/y;
const quoted = /"(?:[^"\\]|\\.)*"/y;
