import {nearest, suggestion} from "../errors/nearest.ts";
import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {findParameter, splitPath} from "./parameter-path.ts";
import type {StageSource} from "./read-stage.ts";
import {describe, type MapNode, type SourceNode} from "./source-node.ts";
import type {StageTasks} from "./stage-tasks.ts";
import {type NamePattern, parseName} from "./task-name.ts";
import {type LabelTemplate, labelTemplate} from "./template.ts";
import type {GraphInput, InputReference, ModuleDeclaration} from "./types.ts";
import {insideFolder} from "./working-tree-path.ts";

type Labels = Record<string, string>;

/** What a reference needs to be followed. */
export interface World {
  params: MapNode;
  /** All stages that pipeline.yaml names, also mistaken ones. */
  named: ReadonlySet<string>;
  stages: ReadonlyMap<string, StageTasks>;
  mistakes: MistakeList;
}

/** One input of a stage, ready to be followed for each of its tasks. Undefined: mistaken, and told. */
export type InputPlan = (labels: Labels) => GraphInput | undefined;

interface Found {
  references: InputReference[];
  many: boolean;
}
type Finder = {varies: boolean; find: (labels: Labels) => Found | undefined};

/** Plans the inputs of a stage with the labels `keys`; `listed` are inputs whose list file its command names. */
export function planInputs(
  stage: StageSource,
  keys: readonly string[],
  declared: ModuleDeclaration["inputs"] | undefined,
  listed: ReadonlySet<string>,
  world: World
): InputPlan[] {
  return Array.from(stage.inputs, ([name, {value}]) => {
    const path = `${stage.path}.inputs.${name}`;
    const declaration = declared && Object.hasOwn(declared, name) ? declared[name] : undefined;
    const finder = plan(value, path, keys, declaration?.format ?? "file", world);
    const look = (labels: Labels): GraphInput | undefined => {
      const found = finder?.find(labels);
      if (!found) return undefined;
      if (declaration && !declaration.many && found.references.length !== 1) {
        const text = `expected one artifact, found ${found.references.length}; the stage's module declares ${name} as one()`;
        world.mistakes.add(value, path, text, "one");
        return undefined;
      }
      const many = declaration ? declaration.many : found.many || listed.has(name);
      return {name, many, references: found.references};
    };
    if (finder?.varies) return look;
    let answer: GraphInput | undefined;
    let asked = false;
    return (labels) => {
      if (!asked) answer = look(labels);
      asked = true;
      return answer;
    };
  });
}

function plan(
  node: SourceNode,
  path: string,
  keys: readonly string[],
  format: string,
  world: World
): Finder | undefined {
  const fields = new FieldReader(world.mistakes);
  if (node.kind === "map") return planFromParams(node, path, keys, format, world);
  if (node.kind === "list") {
    if (node.items.length === 0) world.mistakes.add(node, path, "expected references, found an empty list");
    const finders = fields.texts(node, path).map((field) => planText(field, keys, format, world));
    return {
      varies: finders.some((finder) => finder?.varies),
      find: (labels) => gathered(finders.map((finder) => finder?.find(labels)))
    };
  }
  const field = fields.text(node, path, "a reference, a list of references or {references: PATH}");
  return field && planText(field, keys, format, world);
}

/** Joins what references name; an artifact that several of them name is there once. */
function gathered(parts: (Found | undefined)[]): Found | undefined {
  const seenParts = new Set<InputReference[]>();
  const seen = new Set<string>();
  const references: InputReference[] = [];
  for (const part of parts) {
    if (!part) return undefined;
    if (seenParts.has(part.references)) continue;
    seenParts.add(part.references);
    for (const reference of part.references) {
      const id = reference.kind === "file" ? `./${reference.path}` : `${reference.task}/${reference.output}`;
      if (!seen.has(id)) references.push(reference);
      seen.add(id);
    }
  }
  return {references, many: true};
}

/** `{references: PATH}`: the references are a list in the parameters, which may be empty. */
function planFromParams(
  node: MapNode,
  path: string,
  keys: readonly string[],
  format: string,
  world: World
): Finder | undefined {
  const {params, mistakes} = world;
  const fields = new FieldReader(mistakes);
  fields.onlyKeys(node, path, ["references"]);
  const entry = node.entries.get("references");
  if (!entry) mistakes.add(node, path, "expected a reference, a list of references or {references: PATH}");
  const at = entry && fields.text(entry.value, `${path}.references`, "a path into params");
  const segments = at && splitPath(at.text).map((part) => labelTemplate(at, part, keys, mistakes));
  if (!at || !segments || segments.includes(undefined)) return undefined;
  const planned = new Map<SourceNode, (Finder | undefined)[]>();
  return {
    varies: true,
    find: (labels) => {
      const found = findParameter(
        params,
        segments.map((part) => part?.fill(labels) ?? "")
      );
      if ("missing" in found) {
        mistakes.add(at.node, at.path, found.missing, "missing");
        return undefined;
      }
      if (found.kind !== "list") {
        mistakes.add(at.node, at.path, `expected a list of references at ${at.text}, found ${describe(found)}`, "list");
        return undefined;
      }
      let finders = planned.get(found);
      if (!finders) {
        finders = fields.texts(found, at.path).map((field) => planText(field, keys, format, world));
        planned.set(found, finders);
      }
      return gathered(finders.map((finder) => finder?.find(labels)));
    }
  };
}

function planText(field: TextField, keys: readonly string[], format: string, world: World): Finder | undefined {
  if (field.text.startsWith("./")) return planFile(field, keys, world);
  const pattern = parseName(field.text);
  if (typeof pattern === "string") {
    world.mistakes.add(field.node, field.path, `${field.text}: ${pattern}`);
    return undefined;
  }
  return planReference(field, pattern, keys, format, world);
}

function planFile(field: TextField, keys: readonly string[], {mistakes}: World): Finder | undefined {
  const template = labelTemplate(field, field.text, keys, mistakes);
  return (
    template && {
      varies: template.varies,
      find: (labels) => {
        const path = insideFolder(field, mistakes, template.fill(labels));
        return path === undefined ? undefined : {references: [{kind: "file", path}], many: false};
      }
    }
  );
}

function planReference(
  field: TextField,
  pattern: NamePattern,
  keys: readonly string[],
  format: string,
  {named, stages, mistakes}: World
): Finder | undefined {
  const {node, path, text} = field;
  const template = (part: string): LabelTemplate | undefined => labelTemplate(field, part, keys, mistakes);
  const stageName = template(pattern.stage);
  const output = template(pattern.output ?? "");
  const values = (pattern.labels ?? []).map((label) => ({label, template: template(label.value)}));
  if (!stageName || !output || values.some((value) => !value.template)) return undefined;
  const parts = [stageName, output, ...values.map((value) => value.template)];

  const filled = (labels: Labels): NamePattern => ({
    ...pattern,
    stage: stageName.fill(labels),
    output: pattern.output === undefined ? undefined : output.fill(labels),
    labels: pattern.labels && values.map(({label, template: value}) => fillLabel(label, value, labels))
  });
  const varies = parts.some((part) => part?.varies);
  return {
    varies: varies || pattern.same,
    find: (labels) => {
      const wanted = varies ? filled(labels) : pattern;
      const tasks = stages.get(wanted.stage);
      if (!tasks?.outputs) {
        if (!named.has(wanted.stage)) {
          const file = /[./]/.test(text) && nearest(wanted.stage, named) === undefined;
          const hint = file ? `; write ./${text} for a file of the working tree` : suggestion(wanted.stage, named);
          mistakes.add(node, path, `no stage ${wanted.stage}${hint}`, "stage");
        }
        return undefined;
      }
      const found = tasks.match(wanted, labels);
      if (typeof found === "string") mistakes.add(node, path, found, "match");
      else {
        const made = tasks.output(wanted.output);
        if (typeof made === "string" || fits(made.format, format)) return found;
        mistakes.add(
          node,
          path,
          `expected the format ${format}; ${wanted.stage}/${made.name} is ${made.format}`,
          "format"
        );
      }
    }
  };
}

/** A label's text is taken as it is, also where it holds a `*`; only a glob that is written in the reference is one. */
function fillLabel(
  label: {key: string; value: string; quoted: boolean},
  template: LabelTemplate | undefined,
  labels: Labels
) {
  if (!template?.varies) return label;
  const glob = !label.quoted && label.value.includes("*");
  return {key: label.key, value: template.fill(labels), quoted: !glob};
}

function fits(made: string, wanted: string): boolean {
  return made === wanted || made === "file" || wanted === "file";
}
