import type {GraphTask} from "./types.ts";

/** Names of the tasks whose outputs a task reads; one for each reference. */
export function producersOf(task: GraphTask): string[] {
  return task.inputs.flatMap(({references}) =>
    references.flatMap((reference) => (reference.kind === "task" ? [reference.task] : []))
  );
}
