import {nearest, suggestion} from "../errors/nearest.ts";
import {UserMistake} from "../errors/user-mistake.ts";
import type {MistakeList} from "./mistakes.ts";
import type {Profile} from "./settings.ts";
import {StageTasks} from "./stage-tasks.ts";
import {globTest, parseName} from "./task-name.ts";
import type {Graph, GraphTask} from "./types.ts";

/**
 * The tasks that targets name, each once, in the order of the targets: names, globs on names
 * (`fit[experiment=region_*]`, `shout[letter=a,*]`), stages, `TASK/OUTPUT`. Without targets those of the profile,
 * else all tasks. Throws a UserMistake with the nearest name for a target that names nothing.
 */
export function selectTargets(graph: Graph, targets: readonly string[]): string[] {
  const wanted = targets.length > 0 ? targets : graph.targets;
  if (wanted === undefined) return [...graph.tasks.keys()];
  const selected = new Set<string>();
  for (const target of wanted) {
    const found = find(graph, target);
    if (typeof found === "string")
      throw new UserMistake(`${target}: ${found}`, {advice: "vvs status lists the stages; quote targets with [ or *."});
    for (const name of found) selected.add(name);
  }
  return [...selected];
}

/** The targets and all that they are made from, producers before consumers. */
export function neededTasks(graph: Graph, targets: Iterable<string>): string[] {
  const needed = new Set<string>();
  const seen = new Set<unknown>();
  const stack = [...targets];
  for (let name = stack.pop(); name !== undefined; name = stack.pop()) {
    if (needed.has(name)) continue;
    needed.add(name);
    for (const {references} of graph.tasks.get(name)?.inputs ?? []) {
      if (seen.has(references)) continue;
      seen.add(references);
      for (const reference of references) if (reference.kind === "task") stack.push(reference.task);
    }
  }
  return [...graph.tasks.keys()].filter((name) => needed.has(name));
}

/** Tells of a profile's targets that name nothing; labels are checked only for the profile that was applied. */
export function checkTargets(
  graph: Graph,
  named: ReadonlySet<string>,
  {targets}: Profile,
  applied: boolean,
  mistakes: MistakeList
): void {
  for (const {node, path, text} of targets ?? []) {
    const pattern = parseName(text);
    const stage = typeof pattern === "string" ? undefined : pattern.stage;
    const complete = graph.stages.size === named.size;
    if (stage !== undefined && (named.has(stage) ? !applied || !graph.stages.get(stage)?.tasks.length : !complete))
      continue;
    const found = find(graph, text);
    if (typeof found === "string") mistakes.add(node, path, `${text}: ${found}`);
  }
}

function find(graph: Graph, target: string): string[] | string {
  if (graph.tasks.has(target)) return [target];
  const pattern = parseName(target);
  const fits = target.includes("*") ? globTest(target) : undefined;
  const byText = fits ? [...graph.tasks.keys()].filter(fits) : [];
  if (typeof pattern === "string") return byText.length > 0 ? byText : pattern;
  if (pattern.same) return "[=] is for references; name the labels";
  const stageFits = globTest(pattern.stage);
  const stages = pattern.stage.includes("*")
    ? [...graph.stages.keys()].filter(stageFits)
    : graph.stages.has(pattern.stage)
      ? [pattern.stage]
      : [];
  if (stages.length === 0) return byText.length > 0 ? byText : nothing(graph, pattern.stage);
  const found: string[] = [];
  let reason = "no such task";
  for (const stage of stages) {
    const tasks = stageTasks(graph, stage);
    const output = pattern.output === undefined ? undefined : tasks.output(pattern.output);
    const match = typeof output === "string" ? output : tasks.find(pattern, {});
    if (typeof match === "string") reason = match;
    else found.push(...match.tasks);
  }
  if (found.length > 0) return found;
  return byText.length > 0 ? byText : reason;
}

function nothing(graph: Graph, stage: string): string {
  const names = nearest(stage, graph.stages.keys()) === undefined ? graph.tasks.keys() : graph.stages.keys();
  const meant = nearest(stage, names);
  return `no stage or task ${stage}${meant === undefined ? suggestion(stage, graph.stages.keys()) : `; did you mean "${meant}"?`}`;
}

function stageTasks(graph: Graph, stage: string): StageTasks {
  const tasks = (graph.stages.get(stage)?.tasks ?? []).flatMap(
    (name): GraphTask | GraphTask[] => graph.tasks.get(name) ?? []
  );
  const keys = Object.keys(tasks[0]?.labels ?? {});
  const outputs = new Map(Object.keys(tasks[0]?.outputs ?? {}).map((name) => [name, "file"]));
  return new StageTasks(stage, {keys, combinations: tasks.map(({labels}) => labels)}, outputs);
}
