import {suggestion} from "../errors/nearest.ts";
import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {findParameter, splitPath} from "./parameter-path.ts";
import {readSetting} from "./read-source.ts";
import type {MapNode, Position, SourceNode} from "./source-node.ts";

export interface Profile {
  name: string;
  at: Position;
  settings: {path: string; value: SourceNode; at: Position; where: string}[];
  targets: TextField[] | undefined;
}

/** Reads the profiles. */
export function readProfiles(profiles: MapNode, mistakes: MistakeList): Map<string, Profile> {
  const fields = new FieldReader(mistakes);
  const found = new Map<string, Profile>();
  for (const [name, {key, value}] of fields.named(profiles, "profiles", "a map of profiles")?.entries ?? []) {
    const where = `profiles.${name}`;
    const profile: Profile = {name, at: key, settings: [], targets: undefined};
    found.set(name, profile);
    if (value.kind === "scalar" && value.value === null) continue;
    const map = fields.map(value, where, "a map of set and targets");
    if (!map) continue;
    fields.onlyKeys(map, where, ["set", "targets"]);
    const set = map.entries.get("set")?.value;
    for (const [path, entry] of (set && fields.map(set, `${where}.set`, "a map of paths to values"))?.entries ?? [])
      profile.settings.push({path, value: entry.value, at: entry.key, where: `${where}.set`});
    const targets = map.entries.get("targets")?.value;
    if (targets) profile.targets = fields.texts(targets, `${where}.targets`, "a list of targets");
  }
  return found;
}

/** The profile that `name` asks for; without a name the one called `default`, if there is one. */
export function chooseProfile(
  profiles: Map<string, Profile>,
  name: string | undefined,
  mistakes: MistakeList
): Profile | undefined {
  const profile = profiles.get(name ?? "default");
  if (!profile && name !== undefined && name !== "default")
    mistakes.add(option(`--profile ${name}`), "", `no such profile${suggestion(name, profiles.keys())}`);
  return profile;
}

/** The parameters with the settings of a profile; each must change a value that is there. */
export function applyProfile(params: MapNode, {settings}: Profile, mistakes: MistakeList): MapNode {
  return settings.reduce((done, {path, value, at, where}) => setOne(done, path, value, at, where, mistakes), params);
}

/** The parameters with settings of the command line, `a.b=value`; the value is YAML. */
export function applyOptions(params: MapNode, options: readonly string[], mistakes: MistakeList): MapNode {
  let done = params;
  for (const text of options) {
    const at = option(`--set ${text}`);
    const equals = text.indexOf("=");
    if (equals < 1) mistakes.add(at, "", "expected PATH=VALUE, as in --set fit.bootstraps=500");
    else {
      const value = readSetting(text.slice(equals + 1), at.file.name, mistakes);
      if (value) done = setOne(done, text.slice(0, equals).trim(), value, at, "", mistakes);
    }
  }
  return done;
}

function option(name: string): Position {
  return {file: {name, lines: undefined}, offset: 0};
}

function setOne(params: MapNode, path: string, value: SourceNode, at: Position, where: string, mistakes: MistakeList) {
  const segments = splitPath(path);
  const found = findParameter(params, segments);
  if ("missing" in found) mistakes.add(at, where === "" ? "" : `${where}.${path}`, found.missing);
  else {
    const changed = replaced(params, segments, value);
    if (changed.kind === "map") return changed;
  }
  return params;
}

/** A copy of the nodes along the path, which exists, with `value` at its end. */
function replaced(node: SourceNode, segments: readonly string[], value: SourceNode): SourceNode {
  const [first = ""] = segments;
  if (segments.length === 0 || node.kind === "scalar") return value;
  if (node.kind === "list")
    return {
      ...node,
      items: node.items.map((item, k) => (k === Number(first) ? replaced(item, segments.slice(1), value) : item))
    };
  for (let end = 1; end <= segments.length; end++) {
    const name = segments.slice(0, end).join(".");
    const entry = node.entries.get(name);
    if (!entry) continue;
    const changed = {key: entry.key, value: replaced(entry.value, segments.slice(end), value)};
    return {...node, entries: new Map(node.entries).set(name, changed)};
  }
  return node;
}
