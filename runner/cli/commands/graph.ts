import {survey} from "../../execute/survey.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import {stageGraph, taskGraph, toDot, toSvg} from "../../provenance/drawn-graph.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject} from "../project.ts";
import {stateOf} from "./status.ts";

/** More tasks than this are drawn as stages: nobody can read them one by one. */
const READABLE_TASKS = 150;

export type GraphFormat = "svg" | "dot" | "json";

/** `vvs graph`: the stages, or for a target the tasks that lead to it, coloured by state. */
export async function graphCommand(
  target: string | undefined,
  options: GraphOptions & {directory?: string; format: GraphFormat},
  {print, note}: Console
): Promise<number> {
  const {graph, store, codes} = await openProject(options.directory, options);
  const names = neededTasks(graph, selectTargets(graph, target === undefined ? [] : [target]));
  const surveyed = await survey(graph, store, codes, names, note);
  store.flush();
  const state = (name: string) => stateOf(store, name, surveyed.get(name));
  const byTask = target !== undefined && (options.format === "json" || names.length <= READABLE_TASKS);
  const drawn = byTask ? taskGraph(graph, names, state) : stageGraph(graph, names, state);
  if (options.format === "json") print(`${JSON.stringify(drawn)}\n`);
  else print(options.format === "dot" ? toDot(drawn) : await toSvg(drawn));
  return 0;
}
