import {nearest} from "../errors/nearest.ts";
import type {Resources} from "../stage/define-stage.ts";
import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {bytesOf, secondsOf} from "./quantities.ts";
import {describe, type MapEntry, type MapNode, type Position, type SourceNode} from "./source-node.ts";
import {insideFolder} from "./working-tree-path.ts";

/** A stage as pipeline.yaml says it: types are checked, references and paths are not yet followed. */
export interface StageSource {
  name: string;
  /** `stages.NAME` */
  path: string;
  at: Position;
  kind: "command" | "module" | "fetch";
  /** The texts of `command` (one, or an argument vector), `run` or `fetch`. */
  action: TextField[];
  command: string | string[] | undefined;
  each: MapNode | undefined;
  params: Map<string, MapEntry>;
  inputs: Map<string, MapEntry>;
  outputs: Map<string, TextField>;
  publish: Map<string, TextField>;
  code: string[];
  env: string[];
  resources: Resources;
  retries: {times: number; wait?: number | string} | undefined;
  optional: boolean;
  deterministic: boolean;
  tolerance: Map<string, {node: SourceNode; path: string; value: number}>;
  show: TextField | undefined;
}

const actions = {command: "command", run: "module", fetch: "fetch"} as const;
const common = ["each", "publish", "resources", "retries", "optional", "deterministic", "tolerance", "show"];
const keys = {
  command: ["command", "code", "inputs", "params", "outputs", "env", ...common],
  module: ["run", "inputs", "params", "env", ...common],
  fetch: ["fetch", ...common]
};
const everyKey = [...new Set(Object.values(keys).flat())];

/** Reads a stage; undefined where it is not even clear what it does. */
export function readStage(name: string, entry: MapEntry, mistakes: MistakeList): StageSource | undefined {
  const fields = new FieldReader(mistakes);
  const path = `stages.${name}`;
  const map = fields.map(entry.value, path, "a map with command, run or fetch");
  if (!map) return undefined;
  const get = (key: string): SourceNode | undefined => map.entries.get(key)?.value;
  const at = (key: string): string => `${path}.${key}`;

  const said = (["command", "run", "fetch"] as const).filter((key) => map.entries.has(key));
  const [action] = said;
  if (action === undefined || said.length > 1) {
    fields.onlyKeys(map, path, everyKey);
    const misspelt = [...map.entries.keys()].some((key) => nearest(key, Object.keys(actions)) !== undefined);
    const found = said.length > 1 ? `found ${said.join(" and ")}` : "found none";
    if (said.length > 1 || !misspelt) mistakes.add(entry.key, path, `expected one of command, run and fetch, ${found}`);
    return undefined;
  }
  const kind = actions[action];
  const elsewhere = everyKey.filter((key) => !keys[kind].includes(key));
  fields.onlyKeys(map, path, keys[kind], {
    ...Object.fromEntries(elsewhere.map((key) => [key, `a stage with ${action} has no ${key}`])),
    ...(kind === "module" ? {outputs: "a stage with run has its outputs from its module"} : {})
  });
  const {texts, command} = readAction(map.entries.get(action)?.value, kind, at(action), fields);
  const outputsNode = get("outputs");
  const outputs =
    kind === "command" ? fields.textMap(outputsNode, at("outputs"), "a map of names to files") : new Map();
  const without = outputsNode === undefined || (outputsNode.kind === "map" && outputsNode.entries.size === 0);
  if (kind === "command" && without) mistakes.add(entry.key, path, "a command needs outputs: {NAME: FILE}");

  return {
    name,
    path,
    at: entry.key,
    kind,
    action: texts,
    command,
    each: readEach(get("each"), at("each"), fields),
    params:
      kind === "fetch"
        ? new Map()
        : (fields.named(get("params"), at("params"), "a map of names to paths")?.entries ?? new Map()),
    inputs:
      kind === "fetch"
        ? new Map()
        : (fields.named(get("inputs"), at("inputs"), "a map of names to references")?.entries ?? new Map()),
    outputs,
    publish: fields.textMap(get("publish"), at("publish"), "a map of outputs to paths"),
    code: kind === "command" ? readCode(get("code"), at("code"), fields) : [],
    env: fields.texts(get("env"), at("env"), "a list of variables' names").map(({text}) => text),
    resources: readResources(get("resources"), at("resources"), fields),
    retries: readRetries(get("retries"), at("retries"), fields),
    optional: fields.flag(get("optional"), at("optional"), false),
    deterministic: fields.flag(get("deterministic"), at("deterministic"), true),
    tolerance: readTolerance(get("tolerance"), at("tolerance"), fields),
    show: readShow(get("show"), at("show"), fields)
  };
}

function readAction(
  node: SourceNode | undefined,
  kind: StageSource["kind"],
  path: string,
  fields: FieldReader
): {texts: TextField[]; command: string | string[] | undefined} {
  if (node === undefined) return {texts: [], command: undefined};
  if (kind === "command" && node.kind === "list") {
    if (node.items.length === 0)
      fields.mistakes.add(node, path, "expected a program and its arguments, found an empty list");
    const texts = node.items.flatMap((item, k): TextField[] => {
      if (item.kind === "scalar" && item.value !== null)
        return [{node: item, path: `${path}[${k}]`, text: item.written ?? String(item.value)}];
      fields.mistakes.add(item, `${path}[${k}]`, `expected an argument, found ${describe(item)}`);
      return [];
    });
    return {texts, command: texts.map(({text}) => text)};
  }
  const of = {
    command: "a shell command or a list of arguments",
    module: "the path of a module, as in run: stages/fit",
    fetch: "a path into params"
  }[kind];
  const field = fields.text(node, path, of);
  return {texts: field ? [field] : [], command: kind === "command" ? field?.text : undefined};
}

function readShow(node: SourceNode | undefined, path: string, fields: FieldReader): TextField | undefined {
  return node && fields.text(node, path, "the name of an output");
}

function readTolerance(node: SourceNode | undefined, path: string, fields: FieldReader): StageSource["tolerance"] {
  const tolerance: StageSource["tolerance"] = new Map();
  const map = fields.named(node, path, "a map of outputs to relative differences: {table: 1e-6}");
  for (const [output, {value: given}] of map?.entries ?? []) {
    const at = `${path}.${output}`;
    const value = fields.number(given, at, "a relative difference from 0 to 1", (one) => one >= 0 && one <= 1);
    if (value !== undefined) tolerance.set(output, {node: given, path: at, value});
  }
  return tolerance;
}

function readEach(node: SourceNode | undefined, path: string, fields: FieldReader): MapNode | undefined {
  const each = fields.named(node, path, "a map of labels: {letter: letters}");
  if (each?.entries.size === 0) fields.mistakes.add(each, path, "the grid is empty: it has no labels");
  return each;
}

function readCode(node: SourceNode | undefined, path: string, fields: FieldReader): string[] {
  return fields.texts(node, path, "a list of files").flatMap((field) => insideFolder(field, fields.mistakes) ?? []);
}

function readResources(node: SourceNode | undefined, path: string, fields: FieldReader): Resources {
  const map = node && fields.map(node, path, "a map of cores, memory, time and gpu");
  if (!map) return {};
  fields.onlyKeys(map, path, ["cores", "memory", "time", "gpu"]);
  const get = (key: string): SourceNode | undefined => map.entries.get(key)?.value;
  const cores = fields.number(get("cores"), `${path}.cores`, "a number of cores above 0", (value) => value > 0);
  const gpu = fields.number(get("gpu"), `${path}.gpu`, "a number of GPUs", (value) => value >= 0);
  const memory = amount(get("memory"), `${path}.memory`, "bytes, as in 2GB", bytesOf, fields);
  const time = amount(get("time"), `${path}.time`, "seconds, or as in 10min", secondsOf, fields);
  return {
    ...(cores === undefined ? {} : {cores}),
    ...(memory === undefined ? {} : {memory}),
    ...(time === undefined ? {} : {time}),
    ...(gpu === undefined ? {} : {gpu})
  };
}

function readRetries(node: SourceNode | undefined, path: string, fields: FieldReader): StageSource["retries"] {
  const map = node && fields.map(node, path, "a map of times and wait");
  if (!map) return undefined;
  fields.onlyKeys(map, path, ["times", "wait"]);
  const whole = (value: number): boolean => Number.isInteger(value) && value >= 0;
  if (!map.entries.has("times")) fields.mistakes.add(map, path, "expected times: how often to try again");
  const times = fields.number(map.entries.get("times")?.value, `${path}.times`, "a whole number", whole);
  const wait = amount(map.entries.get("wait")?.value, `${path}.wait`, "seconds, or as in 10s", secondsOf, fields);
  return times === undefined ? undefined : {times, ...(wait === undefined ? {} : {wait})};
}

function amount(
  node: SourceNode | undefined,
  path: string,
  of: string,
  read: (written: number | string) => number | undefined,
  {mistakes}: FieldReader
): number | string | undefined {
  if (node === undefined) return undefined;
  const value = node.kind === "scalar" ? node.value : null;
  if ((typeof value === "number" || typeof value === "string") && read(value) !== undefined) return value;
  mistakes.add(node, path, `expected ${of}, found ${describe(node)}`);
}
