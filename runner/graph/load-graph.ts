import path from "node:path";
import {checkPublish} from "./check-publish.ts";
import {declareAll} from "./declarations.ts";
import {expandTasks} from "./expand-tasks.ts";
import {FieldReader} from "./fields.ts";
import {MistakeList} from "./mistakes.ts";
import {orderTasks} from "./order-tasks.ts";
import {readPipeline} from "./read-pipeline.ts";
import {readStage, type StageSource} from "./read-stage.ts";
import {checkTargets} from "./select-targets.ts";
import {applyOptions, applyProfile, chooseProfile, readProfiles} from "./settings.ts";
import {placeOf, plainValue} from "./source-node.ts";
import type {Graph, GraphStage, ModuleDeclaration} from "./types.ts";

export interface LoadOptions {
  profile?: string | undefined;
  /** `a.b=value`, applied after the profile. */
  set?: readonly string[] | undefined;
  /** What the module of `run: MODULE` declares. An error that it throws is told as a mistake of that line. */
  declare(module: string): Promise<ModuleDeclaration>;
}

/** Loads, checks and expands the pipeline of a folder. Throws PipelineMistakes, which holds all that is wrong. */
export async function loadGraph(folder: string, {profile: wanted, set = [], declare}: LoadOptions): Promise<Graph> {
  const mistakes = new MistakeList();
  const source = readPipeline(folder, mistakes);
  const profiles = readProfiles(source.profiles, mistakes);
  const profile = chooseProfile(profiles, wanted, mistakes);
  for (const other of profiles.values()) if (other !== profile) applyProfile(source.params, other, mistakes);
  const params = applyOptions(profile ? applyProfile(source.params, profile, mistakes) : source.params, set, mistakes);

  const named = new FieldReader(mistakes).named(source.stages, "stages", "a map of stages");
  const stages = new Map<string, StageSource>();
  for (const [name, entry] of named?.entries ?? []) {
    const stage = readStage(name, entry, mistakes);
    if (stage) stages.set(name, stage);
  }
  const declarations = await declareAll(stages, declare, mistakes);
  const names = new Set(source.stages.entries.keys());
  const {tasks, tasksOf} = expandTasks(stages, names, declarations, params, mistakes);
  const ordered = orderTasks(tasks, stages, mistakes);
  checkPublish(tasks, stages, source.files, mistakes);

  const graph: Graph = {
    folder: path.resolve(folder),
    files: source.files,
    stages: new Map(
      Array.from(stages.values(), (stage) => [stage.name, stageOf(stage, tasksOf.get(stage.name) ?? [])])
    ),
    tasks: ordered,
    profiles: [...profiles.keys()],
    profile: profile?.name,
    targets: profile?.targets?.map(({text}) => text),
    params: plainValue(params)
  };
  for (const other of profiles.values()) checkTargets(graph, names, other, other === profile, mistakes);
  mistakes.throwIfAny(source.files);
  return graph;
}

function stageOf(stage: StageSource, tasks: string[]): GraphStage {
  const {name, kind, at, code, env, resources, retries, optional, deterministic, tolerance, show, command, action} =
    stage;
  return {
    name,
    kind,
    place: placeOf(at),
    ...(command === undefined ? {} : {command}),
    ...(kind === "module" && action[0] ? {module: action[0].text} : {}),
    code,
    env,
    resources,
    ...(retries === undefined ? {} : {retries}),
    optional,
    deterministic,
    tolerance: Object.fromEntries([...tolerance].map(([output, {value}]) => [output, value])),
    ...(show && {show: show.text}),
    tasks
  };
}
