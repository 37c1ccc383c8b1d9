import type {LineCounter} from "yaml";
import type {SourcePlace, Value} from "./types.ts";

/** A text that nodes come from: a file, or an option of the command line (which has no lines). */
export interface SourceFile {
  name: string;
  lines: LineCounter | undefined;
}

/** Where a node begins. */
export interface Position {
  file: SourceFile;
  offset: number;
}

export interface ScalarNode extends Position {
  kind: "scalar";
  value: null | boolean | number | string;
  /** As written, where that is not a quoted string. */
  written: string | undefined;
}

export interface ListNode extends Position {
  kind: "list";
  items: SourceNode[];
}

export interface MapEntry {
  key: Position;
  value: SourceNode;
}

export interface MapNode extends Position {
  kind: "map";
  entries: Map<string, MapEntry>;
}

/** A YAML value that knows where it was written. */
export type SourceNode = ScalarNode | ListNode | MapNode;

export function placeOf({file, offset}: Position): SourcePlace {
  const {line, col} = file.lines?.linePos(offset) ?? {line: 1, col: 1};
  return {file: file.name, line: Math.max(line, 1), column: Math.max(col, 1)};
}

const values = new WeakMap<SourceNode, Value>();

/** The plain value of a node; the same object at each call, so that tasks share it. */
export function plainValue(node: SourceNode): Value {
  if (node.kind === "scalar") return node.value;
  const known = values.get(node);
  if (known !== undefined) return known;
  const value =
    node.kind === "list"
      ? node.items.map(plainValue)
      : Object.fromEntries(Array.from(node.entries, ([name, entry]) => [name, plainValue(entry.value)]));
  values.set(node, value);
  return value;
}

/** A node in words, for messages: `a list`, `the number 3`, `"abc"`. */
export function describe(node: SourceNode): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  if (node.value === null) return "nothing";
  return typeof node.value === "string" ? JSON.stringify(node.value) : `the ${typeof node.value} ${node.value}`;
}
