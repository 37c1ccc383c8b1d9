import assert from "node:assert/strict";
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import path from "node:path";
import {type LoadOptions, loadGraph} from "../../../runner/graph/load-graph.ts";
import {PipelineMistakes} from "../../../runner/graph/mistakes.ts";
import type {Graph, ModuleDeclaration} from "../../../runner/graph/types.ts";

/** Files of a project; a text alone is its pipeline.yaml. */
export type Files = string | Record<string, string>;

/** A folder with these files, for as long as `use` takes. */
export async function withProject<T>(files: Files, use: (folder: string) => T | Promise<T>): Promise<T> {
  const folder = mkdtempSync(path.join(tmpdir(), "vvs-graph-"));
  try {
    for (const [name, text] of Object.entries(typeof files === "string" ? {"pipeline.yaml": files} : files)) {
      mkdirSync(path.dirname(path.join(folder, name)), {recursive: true});
      writeFileSync(path.join(folder, name), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, {recursive: true});
  }
}

export type Modules = Record<string, ModuleDeclaration>;

/** Loads a project whose modules declare `modules`. */
export function load(
  files: Files,
  {modules = {}, ...options}: Partial<LoadOptions> & {modules?: Modules} = {}
): Promise<Graph> {
  const declare = async (module: string): Promise<ModuleDeclaration> => {
    const declaration = modules[module];
    if (!declaration) throw new Error("no such module");
    return declaration;
  };
  return withProject(files, (folder) => loadGraph(folder, {declare, ...options}));
}

/** The lines of the mistakes of a project. */
export async function mistakesOf(files: Files, options: Parameters<typeof load>[1] = {}): Promise<string[]> {
  try {
    await load(files, options);
    return [];
  } catch (error) {
    if (error instanceof PipelineMistakes) return error.message.split("\n");
    throw error;
  }
}

/** The task of that name. */
export function task(graph: Graph, name: string) {
  const found = graph.tasks.get(name);
  assert.ok(found, `there is no ${name}`);
  return found;
}

/** A reference to a task's output. */
export function made(task: string, output: string) {
  return {kind: "task" as const, task, output};
}
