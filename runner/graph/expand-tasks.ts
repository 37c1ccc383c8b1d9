import {checkCommand} from "./check-command.ts";
import {checkDeclared, formatsOf} from "./declarations.ts";
import {expandGrids} from "./expand-grid.ts";
import type {MistakeList} from "./mistakes.ts";
import type {StageSource} from "./read-stage.ts";
import {planInputs, type World} from "./resolve-inputs.ts";
import {planOutputs, planPublish, type TextPlan} from "./resolve-outputs.ts";
import {planParams} from "./resolve-params.ts";
import {planSource} from "./resolve-source.ts";
import type {MapNode} from "./source-node.ts";
import {StageTasks} from "./stage-tasks.ts";
import type {GraphInput, GraphTask, ModuleDeclaration} from "./types.ts";

/** Expands all grids and follows all references. What is mistaken is told and left out. */
export function expandTasks(
  stages: Map<string, StageSource>,
  named: ReadonlySet<string>,
  declarations: ReadonlyMap<string, ModuleDeclaration>,
  params: MapNode,
  mistakes: MistakeList
): {tasks: Map<string, GraphTask>; tasksOf: Map<string, string[]>} {
  const grids = expandGrids(stages, named, params, mistakes);
  const found = new Map<string, StageTasks>();
  for (const stage of stages.values()) {
    const grid = grids.get(stage.name);
    if (grid) found.set(stage.name, new StageTasks(stage.name, grid, formatsOf(stage, declarations.get(stage.name))));
  }
  const world: World = {params, named, stages: found, mistakes};
  const tasks = new Map<string, GraphTask>();
  for (const stage of stages.values()) {
    const made = found.get(stage.name);
    const make = planStage(stage, made?.keys, declarations.get(stage.name), world);
    for (const [k, name] of made?.names.entries() ?? []) tasks.set(name, make(name, made?.combinations[k] ?? {}));
  }
  return {tasks, tasksOf: new Map(Array.from(found, ([name, {names}]) => [name, names]))};
}

/** Checks a stage once; the result makes each of its tasks. `keys` is undefined where its grid is mistaken. */
function planStage(
  stage: StageSource,
  keys: readonly string[] | undefined,
  declaration: ModuleDeclaration | undefined,
  world: World
): (name: string, labels: Record<string, string>) => GraphTask {
  const {params, mistakes} = world;
  const listed = stage.kind === "command" ? checkCommand(stage, keys, params, mistakes) : new Set<string>();
  if (declaration) checkDeclared(stage, declaration, mistakes);
  const none = keys ?? [];
  const inputs = keys ? planInputs(stage, none, declaration?.inputs, listed, world) : [];
  const paramsOf = keys ? planParams(stage, none, params, mistakes) : () => ({});
  const moduleOutputs =
    declaration && Object.fromEntries(Object.entries(declaration.outputs).map(([name, {file}]) => [name, file]));
  const outputsOf: TextPlan = moduleOutputs
    ? () => moduleOutputs
    : keys
      ? planOutputs(stage, none, mistakes)
      : () => ({});
  const known = formatsOf(stage, declaration);
  const publishOf: TextPlan = keys && known ? planPublish(stage, none, known.keys(), mistakes) : () => ({});
  const [action] = stage.action;
  const sourceOf = stage.kind === "fetch" && action && keys ? planSource(action, none, params, mistakes) : undefined;

  return (name, labels) => {
    const external = sourceOf?.(labels);
    return {
      name,
      stage: stage.name,
      labels,
      params: external ? {source: external.entry} : paramsOf(labels),
      inputs: inputs.flatMap((input): GraphInput | GraphInput[] => input(labels) ?? []),
      outputs: external ? {file: external.file} : outputsOf(labels),
      publish: publishOf(labels)
    };
  };
}
