import type {FinishedTask, StateGraph} from "./pipeline-state.ts";

/** Everything that a task rests on, or everything that rests on it, without the task itself. */
export function reachable({edges}: StateGraph, task: string, direction: "inputs" | "dependents"): string[] {
  const next = new Map<string, string[]>();
  for (const {from, to} of edges) {
    const [at, neighbour] = direction === "inputs" ? [to, from] : [from, to];
    next.set(at, [...(next.get(at) ?? []), neighbour]);
  }
  const found = new Set<string>();
  const open = [...(next.get(task) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (found.has(name)) continue;
    found.add(name);
    open.push(...(next.get(name) ?? []));
  }
  return [...found].sort();
}

/** Names of the tasks in a state: `stale`, `missing`, `failed`. */
export function tasksIn({nodes}: StateGraph, state: string): string[] {
  return nodes.filter(({states}) => states[state]).map(({name}) => name);
}

/** Time and room that the results of each stage took, the longest first. */
export function costOfStages(finished: readonly FinishedTask[]) {
  const stages = new Map<string, {stage: string; tasks: number; seconds: number; bytes: number; last: string}>();
  for (const {stage, seconds, bytes, endedAt} of finished) {
    const sum = stages.get(stage) ?? {stage, tasks: 0, seconds: 0, bytes: 0, last: ""};
    sum.tasks++;
    sum.seconds += seconds;
    sum.bytes += bytes;
    if (endedAt > sum.last) sum.last = endedAt;
    stages.set(stage, sum);
  }
  return [...stages.values()].sort((a, b) => b.seconds - a.seconds);
}
