import {readFileSync} from "node:fs";
import path from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {FieldReader, joined} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {readSource} from "./read-source.ts";
import {type MapEntry, type MapNode, type Position, placeOf, type SourceFile} from "./source-node.ts";

/** The name of the file that makes a folder a project. */
export const pipelineFile = "pipeline.yaml";

/** pipeline.yaml and the files that it includes, as one document. */
export interface PipelineSource {
  params: MapNode;
  stages: MapNode;
  profiles: MapNode;
  /** The files that were read, relative to the project's folder. */
  files: string[];
}

const sections = ["params", "stages", "profiles"] as const;
const topLevel = [...sections, "include"];
const advice = {experiments: "unknown key; values that stages use go under params: params.experiments"};

/** Reads pipeline.yaml in `folder` and its includes; what is wrong with their outline is added to `mistakes`. */
export function readPipeline(folder: string, mistakes: MistakeList): PipelineSource {
  const start: Position = {file: {name: pipelineFile, lines: undefined}, offset: 0};
  const empty = (): MapNode => ({kind: "map", ...start, entries: new Map()});
  const merged = {params: empty(), stages: empty(), profiles: empty()};
  const fields = new FieldReader(mistakes);
  const files: string[] = [];

  const read = (name: string, at: Position, from: string): void => {
    if (files.includes(name)) {
      mistakes.add(at, from, `${name} is included twice`);
      return;
    }
    files.push(name);
    const text = readText(folder, name, at, from, mistakes);
    if (text === undefined) return;
    const before = mistakes.size;
    const root = readSource(text, name, mistakes);
    const file: SourceFile = root?.file ?? {name, lines: undefined};
    if (root === undefined || (root.kind === "scalar" && root.value === null)) {
      if (mistakes.size === before) mistakes.add({file, offset: 0}, "", "the file is empty");
      return;
    }
    const map = fields.map(root, "", "a map of params, stages, profiles and include");
    if (!map) return;
    fields.onlyKeys(map, "", topLevel, advice);
    for (const section of sections) {
      const node = map.entries.get(section)?.value;
      if (node === undefined || (node.kind === "scalar" && node.value === null)) continue;
      const part = fields.map(node, section);
      if (part) merge(merged[section], part, section, section === "params", mistakes);
    }
    const include = map.entries.get("include")?.value;
    for (const {text: included, node, path: below} of fields.texts(include, "include", "a list of files"))
      read(path.posix.normalize(path.posix.join(path.posix.dirname(name), included)), node, below);
  };
  read(pipelineFile, start, "");
  if (mistakes.size === 0 && merged.stages.entries.size === 0)
    mistakes.add(start, "stages", "there are none; expected stages: {NAME: {command: ...}}");
  return {...merged, files};
}

function readText(folder: string, name: string, at: Position, from: string, mistakes: MistakeList): string | undefined {
  try {
    return readFileSync(path.join(folder, name), "utf8");
  } catch (error) {
    const reason = error instanceof Error && "code" in error ? String(error.code) : String(error);
    if (name === pipelineFile)
      throw new UserMistake(`cannot read ${path.join(folder, name)} (${reason})`, {
        advice: "Run vvs in a folder with a pipeline.yaml, or name one with -C DIR."
      });
    mistakes.add(at, from, reason === "ENOENT" ? `there is no file ${name}` : `cannot read ${name} (${reason})`);
  }
}

/** Adds the entries of `part` to `into`; where `deep`, maps that both have are merged key by key. */
function merge(into: MapNode, part: MapNode, at: string, deep: boolean, mistakes: MistakeList): void {
  for (const [name, entry] of part.entries) {
    const known = into.entries.get(name);
    if (!known) into.entries.set(name, entry);
    else if (deep && known.value.kind === "map" && entry.value.kind === "map") {
      const both: MapNode = {...known.value, entries: new Map(known.value.entries)};
      merge(both, entry.value, joined(at, name), true, mistakes);
      into.entries.set(name, {key: known.key, value: both});
    } else tellTwice(known, entry, joined(at, name), mistakes);
  }
}

function tellTwice(first: MapEntry, second: MapEntry, at: string, mistakes: MistakeList): void {
  const {file, line, column} = placeOf(first.key);
  mistakes.add(second.key, at, `set twice; first at ${file}:${line}:${column}`);
}
