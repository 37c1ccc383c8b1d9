import {suggestion} from "../errors/nearest.ts";
import type {TextField} from "./fields.ts";
import type {MistakeList} from "./mistakes.ts";
import type {StageSource} from "./read-stage.ts";
import {labelTemplate} from "./template.ts";
import {insideFolder} from "./working-tree-path.ts";

type Labels = Record<string, string>;

/** A text for each name, for the task with these labels. */
export type TextPlan = (labels: Labels) => Record<string, string>;

/** Plans the files that a command writes: plain names in the task's own folder. */
export function planOutputs(stage: StageSource, keys: readonly string[], mistakes: MistakeList): TextPlan {
  const plan = planTexts(stage.outputs, keys, mistakes, (field, name) => {
    if (!/[/\\]|^\.{0,2}$/.test(name)) return name;
    mistakes.add(
      field.node,
      field.path,
      `expected a plain name of a file or folder, found ${JSON.stringify(name)}`,
      "plain"
    );
  });
  return (labels) => {
    const files = plan(labels);
    const made = new Map<string, string>();
    for (const output in files) {
      const file = files[output] ?? "";
      const other = made.get(file);
      const field = stage.outputs.get(output);
      if (other !== undefined && field)
        mistakes.add(field.node, field.path, `the outputs ${other} and ${output} are the same file, ${file}`, "same");
      made.set(file, output);
    }
    return files;
  };
}

/** Plans where outputs are published in the working tree; `outputs` are the names of those that there are. */
export function planPublish(
  stage: StageSource,
  keys: readonly string[],
  outputs: Iterable<string>,
  mistakes: MistakeList
): TextPlan {
  const known = [...outputs];
  for (const [name, {node, path}] of [...stage.publish, ...stage.tolerance])
    if (!known.includes(name)) mistakes.add(node, path, `the stage has no output ${name}${suggestion(name, known)}`);
  if (stage.show && !known.includes(stage.show.text)) {
    const {node, path, text} = stage.show;
    mistakes.add(node, path, `the stage has no output ${text}${suggestion(text, known)}`);
  }
  const fields = new Map([...stage.publish].filter(([name]) => known.includes(name)));
  return planTexts(fields, keys, mistakes, (field, text) => insideFolder(field, mistakes, text));
}

function planTexts(
  fields: ReadonlyMap<string, TextField>,
  keys: readonly string[],
  mistakes: MistakeList,
  check: (field: TextField, text: string) => string | undefined
): TextPlan {
  const plans = Array.from(fields, ([name, field]) => ({
    name,
    field,
    template: labelTemplate(field, field.text, keys, mistakes)
  }));
  const all: TextPlan = (labels) => {
    const texts: Record<string, string> = {};
    for (const {name, field, template} of plans) {
      const text = template && check(field, template.fill(labels));
      if (text !== undefined) texts[name] = text;
    }
    return texts;
  };
  if (plans.some(({template}) => template?.varies)) return all;
  let shared: Record<string, string> | undefined;
  return (labels) => {
    shared ??= all(labels);
    return shared;
  };
}
