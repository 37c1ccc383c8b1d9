import type {MistakeList} from "./mistakes.ts";
import {orderByDependency} from "./order-by-dependency.ts";
import type {StageSource} from "./read-stage.ts";
import type {GraphTask} from "./types.ts";

/** The tasks with producers before consumers, otherwise as they stand in pipeline.yaml. Cycles are told. */
export function orderTasks(
  tasks: ReadonlyMap<string, GraphTask>,
  stages: ReadonlyMap<string, StageSource>,
  mistakes: MistakeList
): Map<string, GraphTask> {
  const byStage = new Map<string, GraphTask[]>();
  for (const stage of stages.keys()) byStage.set(stage, []);
  for (const task of tasks.values()) byStage.get(task.stage)?.push(task);

  // Stages seldom depend on one another in circles, and then their order is that of their tasks.
  const uses = stageUses(tasks, byStage.keys());
  const ordered = orderByDependency(byStage.keys(), (stage) => uses.get(stage) ?? []);
  if (ordered.loops.length === 0) return named(ordered.order.flatMap((stage) => byStage.get(stage) ?? []));

  const {order, loops} = orderByDependency(tasks.values(), (task) => producers(task, tasks));
  const told = new Set<string>();
  for (const loop of loops) {
    const id = [...new Set(loop.map(({stage}) => stage))].sort().join(" ");
    if (!told.has(id)) tellLoop(loop, stages, mistakes);
    told.add(id);
  }
  return named(order);
}

function named(order: GraphTask[]): Map<string, GraphTask> {
  return new Map(order.map((task) => [task.name, task]));
}

function* producers(task: GraphTask, tasks: ReadonlyMap<string, GraphTask>): Generator<GraphTask> {
  for (const {references} of task.inputs)
    for (const reference of references) {
      const producer = reference.kind === "task" ? tasks.get(reference.task) : undefined;
      if (producer) yield producer;
    }
}

/** Stage -> the stages that its tasks read. An array that many tasks share is looked at once. */
function stageUses(tasks: ReadonlyMap<string, GraphTask>, names: Iterable<string>): Map<string, Set<string>> {
  const uses = new Map<string, Set<string>>();
  for (const name of names) uses.set(name, new Set());
  const seen = new Map<string, Set<unknown>>();
  for (const task of tasks.values()) {
    const arrays = seen.get(task.stage) ?? new Set();
    seen.set(task.stage, arrays);
    for (const {references} of task.inputs) {
      if (arrays.has(references)) continue;
      arrays.add(references);
      for (const reference of references) {
        const producer = reference.kind === "task" ? tasks.get(reference.task) : undefined;
        if (producer) uses.get(task.stage)?.add(producer.stage);
      }
    }
  }
  return uses;
}

/** A loop runs from consumer to producer; it is told in the direction in which artifacts would flow. */
function tellLoop(loop: GraphTask[], stages: ReadonlyMap<string, StageSource>, mistakes: MistakeList): void {
  const [first] = loop;
  const producer = loop[1] ?? first;
  if (!first || !producer) return;
  const names = [first, ...loop.slice(1).reverse(), first].map(({name}) => name);
  const shown = names.length > 9 ? [...names.slice(0, 4), "...", ...names.slice(-4)] : names;
  const stage = stages.get(first.stage);
  const input = first.inputs.find(({references}) =>
    references.some((reference) => reference.kind === "task" && reference.task === producer.name)
  );
  const entry = input && stage?.inputs.get(input.name);
  if (stage && input && entry)
    mistakes.add(entry.value, `${stage.path}.inputs.${input.name}`, `a cycle: ${shown.join(" -> ")}`);
}
