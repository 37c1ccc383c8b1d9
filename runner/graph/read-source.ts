import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
  type YAMLParseError
} from "yaml";
import type {MistakeList} from "./mistakes.ts";
import {readJson} from "./read-json.ts";
import {type MapNode, type Position, placeOf, type SourceFile, type SourceNode} from "./source-node.ts";

/** Keys that are set twice are found here, with their path. */
const yamlOptions = {version: "1.2", schema: "core", prettyErrors: false, uniqueKeys: false} as const;

/**
 * Parses YAML 1.2 (core schema) into nodes that know their place.
 * Mistakes of syntax are added to `mistakes`; then, and for an empty text, nothing is returned.
 */
export function readSource(text: string, name: string, mistakes: MistakeList): SourceNode | undefined {
  const json = readJson(text, name);
  if (json) return json;
  const lines = new LineCounter();
  const file: SourceFile = {name, lines};
  const document = parseDocument(text, {lineCounter: lines, ...yamlOptions});
  for (const error of document.errors) mistakes.add({file, offset: error.pos[0]}, "", messageOf(error));
  if (document.errors.length > 0 || document.contents === null) return undefined;
  return new Reader(file, mistakes).read(document.contents, "");
}

/** Parses the value of `--set PATH=VALUE`; its mistakes are placed at the option. */
export function readSetting(text: string, option: string, mistakes: MistakeList): SourceNode | undefined {
  const file: SourceFile = {name: option, lines: undefined};
  const document = parseDocument(text, yamlOptions);
  for (const error of document.errors) mistakes.add({file, offset: 0}, "", messageOf(error));
  if (document.errors.length > 0) return undefined;
  if (document.contents === null) return {kind: "scalar", file, offset: 0, value: null, written: ""};
  return new Reader(file, mistakes).read(document.contents, "");
}

function messageOf({code, message}: YAMLParseError): string {
  return code === "MULTIPLE_DOCS" ? "expected one document, found another after ---" : message;
}

class Reader {
  readonly file: SourceFile;
  readonly mistakes: MistakeList;
  readonly anchors = new Map<string, SourceNode>();

  constructor(file: SourceFile, mistakes: MistakeList) {
    this.file = file;
    this.mistakes = mistakes;
  }

  read(node: ParsedNode | Node | null, path: string, fallback = 0): SourceNode {
    const at: Position = {file: this.file, offset: node?.range?.[0] ?? fallback};
    if (isAlias(node)) {
      const target = this.anchors.get(node.source);
      if (target) return target;
      this.mistakes.add(at, path, `no anchor &${node.source} before this`);
    } else if (isMap(node) || isSeq(node)) {
      const made: SourceNode = isMap(node)
        ? this.#map(node.items, at, path)
        : {
            kind: "list",
            ...at,
            items: node.items.map((item, k) => this.read(nodeOf(item), `${path}[${k}]`, at.offset))
          };
      if (node.anchor) this.anchors.set(node.anchor, made);
      return made;
    } else if (isScalar(node)) {
      const made = this.#scalar(node.value, node.source, at, path);
      if (node.anchor) this.anchors.set(node.anchor, made);
      return made;
    }
    return {kind: "scalar", ...at, value: null, written: ""};
  }

  #map(items: {key: unknown; value: unknown}[], at: Position, path: string): MapNode {
    const entries: MapNode["entries"] = new Map();
    for (const item of items) {
      const keyNode = nodeOf(item.key);
      const key: Position = {file: this.file, offset: keyNode?.range?.[0] ?? at.offset};
      if (!isScalar(keyNode) || keyNode.value === null || typeof keyNode.value === "object") {
        this.mistakes.add(key, path, "a key must be a word or a number");
        continue;
      }
      const name = String(keyNode.value);
      const below = path === "" ? name : `${path}.${name}`;
      const first = entries.get(name);
      if (first) {
        const {line, column} = placeOf(first.key);
        this.mistakes.add(key, below, `set twice; first at ${this.file.name}:${line}:${column}`);
      }
      entries.set(name, {key, value: this.read(nodeOf(item.value), below, key.offset)});
    }
    return {kind: "map", ...at, entries};
  }

  #scalar(value: unknown, source: string | undefined, at: Position, path: string): SourceNode {
    if (typeof value === "number") {
      if (Number.isInteger(value) && !Number.isSafeInteger(value) && /^[-+]?\d+$/.test(source ?? ""))
        this.mistakes.add(at, path, `${source} has more digits than a number holds; write it as a string, "${source}"`);
      return {kind: "scalar", ...at, value, written: source};
    }
    if (value === null || typeof value === "boolean") return {kind: "scalar", ...at, value, written: source};
    return {kind: "scalar", ...at, value: String(value), written: undefined};
  }
}

function nodeOf(item: unknown): Node | null {
  return isScalar(item) || isMap(item) || isSeq(item) || isAlias(item) ? item : null;
}
