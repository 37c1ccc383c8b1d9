import type {MistakeList} from "./mistakes.ts";
import type {StageSource} from "./read-stage.ts";
import type {GraphTask} from "./types.ts";

/**
 * Checks that no two tasks publish to one path, or one inside the other's folder; that none publishes over the
 * pipeline's own `files`; and that nothing that is published is read back from the working tree.
 */
export function checkPublish(
  tasks: ReadonlyMap<string, GraphTask>,
  stages: ReadonlyMap<string, StageSource>,
  files: readonly string[],
  mistakes: MistakeList
): void {
  const published = new Map<string, {task: GraphTask; output: string}>();
  const folders = new Map<string, string>();
  const tell = (task: GraphTask, output: string, text: string): void => {
    const field = stages.get(task.stage)?.publish.get(output);
    if (field) mistakes.add(field.node, field.path, text, "publish");
  };
  for (const task of tasks.values())
    for (const output in task.publish) {
      const path = task.publish[output] ?? "";
      const other = published.get(path);
      if (other) tell(task, output, `${other.task.name} and ${task.name} both publish to ${path}`);
      else if (files.includes(path)) tell(task, output, `${task.name} would publish over ${path}`);
      else published.set(path, {task, output});
      for (const folder of foldersOf(path)) if (!folders.has(folder)) folders.set(folder, path);
    }
  if (published.size === 0) return;
  for (const [path, {task, output}] of published)
    for (const folder of foldersOf(path)) {
      const other = published.get(folder);
      if (other)
        tell(task, output, `${task.name} publishes to ${path}, inside ${folder}, which ${other.task.name} publishes`);
    }

  const seen = new Set<string>();
  for (const task of tasks.values())
    for (const {name, references} of task.inputs)
      for (const reference of references) {
        if (reference.kind === "task") break;
        const {path} = reference;
        if (seen.has(`${task.stage}/${path}`)) continue;
        seen.add(`${task.stage}/${path}`);
        const inside = [path, ...foldersOf(path)].find((folder) => published.has(folder)) ?? folders.get(path);
        const maker = inside === undefined ? undefined : published.get(inside);
        const stage = stages.get(task.stage);
        const entry = stage?.inputs.get(name);
        if (maker && stage && entry) {
          const text = `${inside} is published by ${maker.task.name} and not read back; refer to the task: ${maker.task.name}/${maker.output}`;
          mistakes.add(entry.value, `${stage.path}.inputs.${name}`, text, "read back");
        }
      }
}

/** The folders above a path, the nearest first. */
function foldersOf(path: string): string[] {
  const folders: string[] = [];
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1))
    folders.push(path.slice(0, slash));
  return folders;
}
