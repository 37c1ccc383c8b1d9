import {FieldReader, type TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import {findParameter, splitPath} from "./parameter-path.ts";
import type {StageSource} from "./read-stage.ts";
import {describe, type MapNode, plainValue, type SourceNode} from "./source-node.ts";
import {labelTemplate} from "./template.ts";
import type {Value} from "./types.ts";

type Labels = Record<string, string>;
type Plan = {varies: boolean; value: (labels: Labels) => Value | undefined};

/** Plans the parameters of a stage: paths into params, or `{value: ...}`. The result serves each of its tasks. */
export function planParams(
  stage: StageSource,
  keys: readonly string[],
  params: MapNode,
  mistakes: MistakeList
): (labels: Labels) => Record<string, Value> {
  const plans = Array.from(stage.params, ([name, {value}]) => {
    const path = `${stage.path}.params.${name}`;
    return {name, plan: once(planParameter(value, path, keys, params, mistakes))};
  });
  const all = (labels: Labels): Record<string, Value> =>
    Object.fromEntries(plans.map(({name, plan}) => [name, plan?.value(labels) ?? null]));
  if (plans.some(({plan}) => plan?.varies)) return all;
  let shared: Record<string, Value> | undefined;
  return (labels) => {
    shared ??= all(labels);
    return shared;
  };
}

/** A plan whose value is the same for all tasks is followed, and its mistakes are told, once. */
function once(plan: Plan | undefined): Plan | undefined {
  if (!plan || plan.varies) return plan;
  let known: {value: Value | undefined} | undefined;
  return {
    varies: false,
    value: (labels) => {
      known ??= {value: plan.value(labels)};
      return known.value;
    }
  };
}

function planParameter(
  node: SourceNode,
  path: string,
  keys: readonly string[],
  params: MapNode,
  mistakes: MistakeList
): Plan | undefined {
  const fields = new FieldReader(mistakes);
  if (node.kind === "map") {
    fields.onlyKeys(node, path, ["value", "number", "path", "except"]);
    const literal = node.entries.get("value")?.value;
    if (literal) return planLiteral(literal, `${path}.value`, keys, mistakes);
    const number = node.entries.get("number")?.value;
    if (number) return planNumber(fields, number, `${path}.number`, keys);
    const from = node.entries.get("path")?.value;
    if (from) return planPart(fields, from, node.entries.get("except")?.value, path, keys, params);
  }
  const field = node.kind === "scalar" && typeof node.value === "string" ? fields.text(node, path) : undefined;
  if (field) {
    const plan = planPath(field, keys, params, mistakes);
    return plan && {varies: plan.varies, value: (labels) => optionalValue(plan.node(labels))};
  }
  mistakes.add(
    node,
    path,
    `expected a path into params, {path: ..., except: [...]}, {value: ...} or {number: ...}, found ${describe(node)}`
  );
}

/** A label, or a text with labels in it, as a number. */
function planNumber(fields: FieldReader, node: SourceNode, path: string, keys: readonly string[]): Plan | undefined {
  const field = fields.text(node, path, 'a text with labels, such as "${each.width}"');
  const template = field && labelTemplate(field, field.text, keys, fields.mistakes);
  if (!template) return undefined;
  return {
    varies: template.varies,
    value: (labels) => {
      const text = template.fill(labels);
      if (/^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/i.test(text)) return Number(text);
      fields.mistakes.add(node, path, `expected a number, found ${JSON.stringify(text)}`);
    }
  };
}

/** A map of the parameters without some of its keys, which then are not part of the task's key. */
function planPart(
  fields: FieldReader,
  from: SourceNode,
  except: SourceNode | undefined,
  path: string,
  keys: readonly string[],
  params: MapNode
): Plan | undefined {
  const field = fields.text(from, `${path}.path`, "a path into params");
  const plan = field && planPath(field, keys, params, fields.mistakes);
  const left = new Set(fields.texts(except, `${path}.except`, "a list of keys").map(({text}) => text));
  if (!plan) return undefined;
  return {
    varies: plan.varies,
    value: (labels) => {
      const whole = optionalValue(plan.node(labels));
      if (typeof whole !== "object" || whole === null || Array.isArray(whole)) return whole;
      return Object.fromEntries(Object.entries(whole).filter(([key]) => !left.has(key)));
    }
  };
}

function optionalValue(node: SourceNode | undefined): Value | undefined {
  return node && plainValue(node);
}

/** Plans a path into the parameters, with labels in it. */
export function planPath(
  field: TextField,
  keys: readonly string[],
  params: MapNode,
  mistakes: MistakeList
): {varies: boolean; node: (labels: Labels) => SourceNode | undefined} | undefined {
  const parts = splitPath(field.text).map((part) => labelTemplate(field, part, keys, mistakes));
  if (parts.includes(undefined)) return undefined;
  return {
    varies: parts.some((part) => part?.varies),
    node: (labels) => {
      const found = findParameter(
        params,
        parts.map((part) => part?.fill(labels) ?? "")
      );
      if (!("missing" in found)) return found;
      mistakes.add(field.node, field.path, found.missing, "missing");
    }
  };
}

/** A value that is written where it is used; labels are put into its strings. */
function planLiteral(node: SourceNode, path: string, keys: readonly string[], mistakes: MistakeList): Plan {
  if (node.kind === "scalar") {
    const {value} = node;
    const template =
      typeof value === "string" ? labelTemplate({node, path, text: value}, value, keys, mistakes) : undefined;
    return template?.varies
      ? {varies: true, value: (labels) => template.fill(labels)}
      : {varies: false, value: () => value};
  }
  const children =
    node.kind === "list"
      ? node.items.map((item, k) => ({name: String(k), plan: planLiteral(item, `${path}[${k}]`, keys, mistakes)}))
      : Array.from(node.entries, ([name, entry]) => ({
          name,
          plan: planLiteral(entry.value, `${path}.${name}`, keys, mistakes)
        }));
  const of = ({plan}: {plan: Plan}, labels: Labels): Value => plan.value(labels) ?? null;
  return {
    varies: children.some(({plan}) => plan.varies),
    value: (labels) =>
      node.kind === "list"
        ? children.map((child) => of(child, labels))
        : Object.fromEntries(children.map((child) => [child.name, of(child, labels)]))
  };
}
