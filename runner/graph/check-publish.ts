import type {MistakeList} from "./mistakes.ts";
import type {StageSource} from "./read-stage.ts";
import type {GraphTask} from "./types.ts";

/**
 * Checks that no two tasks publish to one path, or one inside what the other publishes; that none publishes over the
 * pipeline's own `files` or a stage's code; and that nothing published is read back from the working tree.
 */
export function checkPublish(
  tasks: ReadonlyMap<string, GraphTask>,
  stages: ReadonlyMap<string, StageSource>,
  files: readonly string[],
  mistakes: MistakeList
): void {
  const written = new Set([...files, ...Array.from(stages.values(), ({code}) => code).flat()]);
  const published = new Map<string, {task: GraphTask; output: string}>();
  const tell = (task: GraphTask, output: string, text: string): void => {
    const field = stages.get(task.stage)?.publish.get(output);
    if (field) mistakes.add(field.node, field.path, text, "publish");
  };
  for (const task of tasks.values())
    for (const output in task.publish) {
      const path = task.publish[output] ?? "";
      const other = published.get(path);
      if (other) tell(task, output, `${other.task.name} and ${task.name} both publish to ${path}`);
      else if (written.has(path)) tell(task, output, `${task.name} would publish over ${path}`);
      else published.set(path, {task, output});
    }
  if (published.size === 0) return;

  const above = new FoldersAbove();
  /** A published path in each folder that holds one. */
  const holding = new Map<string, string>();
  for (const [path, {task, output}] of published)
    for (const folder of above.of(path)) {
      if (!holding.has(folder)) holding.set(folder, path);
      const other = published.get(folder);
      if (other)
        tell(task, output, `${task.name} publishes to ${path}, inside ${folder}, which ${other.task.name} publishes`);
    }

  const seen = new Set<unknown>();
  for (const task of tasks.values())
    for (const {name, references} of task.inputs) {
      if (seen.has(references)) continue;
      seen.add(references);
      for (const reference of references) {
        if (reference.kind === "task") continue;
        const {path} = reference;
        const inside = published.has(path) ? path : above.of(path).find((folder) => published.has(folder));
        const found = inside ?? holding.get(path);
        const maker = found === undefined ? undefined : published.get(found);
        const stage = stages.get(task.stage);
        const entry = stage?.inputs.get(name);
        if (!maker || !stage || !entry) continue;
        const text = `${found} is published by ${maker.task.name} and not read back; refer to the task: ${maker.task.name}/${maker.output}`;
        mistakes.add(entry.value, `${stage.path}.inputs.${name}`, text, "read back");
      }
    }
}

/** The folders above paths, the nearest first; remembered, since thousands of paths share a folder. */
class FoldersAbove {
  readonly #known = new Map<string, string[]>();

  of(path: string): string[] {
    const slash = path.lastIndexOf("/");
    if (slash < 0) return [];
    const folder = path.slice(0, slash);
    let folders = this.#known.get(folder);
    if (!folders) {
      folders = [folder, ...this.of(folder)];
      this.#known.set(folder, folders);
    }
    return folders;
  }
}
