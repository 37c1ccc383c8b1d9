import {nearest, suggestion} from "../errors/nearest.ts";
import type {MistakeList} from "./mistakes.ts";
import {findParameter, splitPath} from "./parameter-path.ts";
import type {StageSource} from "./read-stage.ts";
import type {MapNode} from "./source-node.ts";
import {parseTemplate, type TemplateName, unknownLabel} from "./template.ts";

const groups = ["params", "inputs", "outputs", "each"];

/**
 * Checks that a command names only what its stage declares.
 * Returns the inputs whose list it asks for, `${inputs.NAME.list}`: these are many, however many there are.
 */
export function checkCommand(
  stage: StageSource,
  keys: readonly string[] | undefined,
  params: MapNode,
  mistakes: MistakeList
): Set<string> {
  const listed = new Set<string>();
  for (const field of stage.action)
    for (const piece of parseTemplate(field.text)) {
      if (typeof piece === "string") continue;
      const wrong = checkName(piece, stage, keys, params);
      if (wrong !== undefined) mistakes.add(field.node, field.path, wrong);
      if (piece.group === "inputs" && piece.name.endsWith(".list")) listed.add(piece.name.slice(0, -".list".length));
    }
  return listed;
}

function checkName(
  {group, name}: TemplateName,
  stage: StageSource,
  keys: readonly string[] | undefined,
  params: MapNode
): string | undefined {
  const written = `\${${group}.${name}}`;
  const has = (kind: string, known: Iterable<string>, wanted: string): string | undefined => {
    const names = [...known];
    if (names.includes(wanted)) return undefined;
    return `${written}: the stage has no ${kind} ${wanted}${names.length > 0 ? suggestion(wanted, names) : ""}`;
  };
  switch (group) {
    case "params": {
      if (stage.params.has(name)) return undefined;
      const path = splitPath(name);
      const short = path.at(-1) ?? name;
      if (path.length > 0 && !("missing" in findParameter(params, path)))
        return `${written}: the stage does not declare it; add params: {${short}: ${name}} and write \${params.${short}}`;
      return has("parameter", stage.params.keys(), name);
    }
    case "inputs": {
      const input = name.endsWith(".list") ? name.slice(0, -".list".length) : name;
      return has("input", stage.inputs.keys(), input);
    }
    case "outputs":
      return has("output", stage.outputs.keys(), name);
    case "each":
      return keys === undefined || keys.includes(name) ? undefined : unknownLabel(name, keys);
    default:
      return `${written}: expected params, inputs, outputs or each before the point${meant(group)}`;
  }
}

function meant(group: string): string {
  const close = nearest(group, groups);
  return close === undefined ? "" : `; did you mean "${close}"?`;
}
