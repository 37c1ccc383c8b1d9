import {resolve} from "node:path";
import {StageCodes} from "../execute/stage-code.ts";
import {findPipeline} from "../graph/find-pipeline.ts";
import {loadGraph} from "../graph/load-graph.ts";
import type {Graph} from "../graph/types.ts";
import {openStore, type Store} from "../store/store.ts";

/** A project as every command of the graph sees it. */
export interface Project {
  folder: string;
  store: Store;
  codes: StageCodes;
  graph: Graph;
}

export interface GraphOptions {
  profile?: string;
  set?: string[];
}

/** Folder of the nearest pipeline.yaml, at or above the one that `-C` names, else at or above the current one. */
export function projectFolder(directory: string | undefined): string {
  return findPipeline(resolve(directory ?? "."));
}

export async function openProject(directory: string | undefined, {profile, set}: GraphOptions): Promise<Project> {
  const folder = projectFolder(directory);
  const store = openStore(folder);
  const codes = new StageCodes(folder, store);
  const graph = await loadGraph(folder, {
    ...(profile !== undefined && {profile}),
    set: set ?? [],
    declare: async (module) => (await codes.code(module)).declaration
  });
  return {folder, store, codes, graph};
}
