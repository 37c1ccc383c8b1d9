import {basename} from "node:path";
import type {Graph, InputReference} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {Use} from "../store/live-runs.ts";
import type {Store} from "../store/store.ts";
import type {StageCodes} from "./stage-code.ts";
import type {Surveyed} from "./survey.ts";

/** What tasks read or may come to read, as far as a survey of them tells. */
export async function useOf(
  graph: Graph,
  store: Store,
  codes: StageCodes,
  surveyed: Map<string, Surveyed>
): Promise<Use> {
  const keys = [...surveyed.values()].flatMap((found) => ("key" in found ? [found.key] : []));
  const pending = new Set<string>();
  for (const [name, {state}] of surveyed) if (state !== "fresh") pending.add(graph.tasks.get(name)?.stage ?? "");
  const objects: Digest[] = [];
  for (const {module} of graph.stages.values()) if (module) objects.push((await codes.code(module)).bundle);
  for (const path of treePaths(graph, surveyed.keys())) objects.push((await store.files.object(path))?.digest ?? "");
  return {keys, objects, stages: [...pending].map((name) => basename(name))};
}

/** Files of the working tree that tasks read, as inputs or as code. */
function treePaths(graph: Graph, names: Iterable<string>): Set<string> {
  const paths = new Set([...graph.stages.values()].flatMap(({code}) => code));
  const lists = new Set<InputReference[]>();
  for (const name of names) for (const {references} of graph.tasks.get(name)?.inputs ?? []) lists.add(references);
  for (const list of lists) for (const reference of list) if (reference.kind === "file") paths.add(reference.path);
  return paths;
}
