import {suggestion} from "../errors/nearest.ts";
import type {MistakeList} from "./mistakes.ts";
import {describe, type MapNode, type ScalarNode, type SourceNode} from "./source-node.ts";

/** Names of stages, labels, inputs, outputs, parameters and profiles. */
const identifier = /^[A-Za-z_][A-Za-z0-9_-]*$/;

/** A string, with the node that it stands in. */
export interface TextField {
  node: ScalarNode;
  path: string;
  text: string;
}

/** Reads fields of the document; what has the wrong type is told to `mistakes` and comes back as undefined. */
export class FieldReader {
  readonly mistakes: MistakeList;

  constructor(mistakes: MistakeList) {
    this.mistakes = mistakes;
  }

  map(node: SourceNode, path: string, of = "a map"): MapNode | undefined {
    if (node.kind === "map") return node;
    this.#expected(node, path, of);
  }

  /** A map whose keys are names. */
  named(node: SourceNode | undefined, path: string, of: string): MapNode | undefined {
    const map = node && this.map(node, path, of);
    for (const [name, {key}] of map?.entries ?? [])
      if (!identifier.test(name))
        this.mistakes.add(key, `${path}.${name}`, "a name has letters, digits, _ and -, and begins with a letter");
    return map;
  }

  /** Tells of keys that are not known; `advice` has a word for some of them. */
  onlyKeys(map: MapNode, path: string, known: readonly string[], advice: Record<string, string> = {}): void {
    for (const [name, {key}] of map.entries)
      if (!known.includes(name))
        this.mistakes.add(key, joined(path, name), advice[name] ?? `unknown key${suggestion(name, known)}`);
  }

  text(node: SourceNode, path: string, of = "a string"): TextField | undefined {
    if (node.kind === "scalar" && typeof node.value === "string" && node.value !== "")
      return {node, path, text: node.value};
    this.#expected(node, path, of);
  }

  texts(node: SourceNode | undefined, path: string, of = "a list of strings"): TextField[] {
    if (node === undefined) return [];
    if (node.kind === "list") return node.items.flatMap((item, k) => this.text(item, `${path}[${k}]`) ?? []);
    this.#expected(node, path, of);
    return [];
  }

  /** The texts of a map of strings, by name. */
  textMap(node: SourceNode | undefined, path: string, of: string): Map<string, TextField> {
    const fields = new Map<string, TextField>();
    for (const [name, {value}] of this.named(node, path, of)?.entries ?? []) {
      const field = this.text(value, `${path}.${name}`);
      if (field) fields.set(name, field);
    }
    return fields;
  }

  flag(node: SourceNode | undefined, path: string, fallback: boolean): boolean {
    if (node === undefined) return fallback;
    if (node.kind === "scalar" && typeof node.value === "boolean") return node.value;
    this.#expected(node, path, "true or false");
    return fallback;
  }

  number(node: SourceNode | undefined, path: string, of: string, fits: (value: number) => boolean): number | undefined {
    if (node === undefined) return undefined;
    if (node.kind === "scalar" && typeof node.value === "number" && fits(node.value)) return node.value;
    this.#expected(node, path, of);
  }

  #expected(node: SourceNode, path: string, of: string): void {
    this.mistakes.add(node, path, `expected ${of}, found ${describe(node)}`);
  }
}

export function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
