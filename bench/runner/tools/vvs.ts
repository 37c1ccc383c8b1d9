import {writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import {fileURLToPath} from "node:url";
import {makers, noted, stagesOf, type Task} from "../graphs.ts";
import type {Tool} from "./tool.ts";

const program = fileURLToPath(new URL("../../../vvs", import.meta.url));

/** Ours. A stage of many tasks is a grid; every output is published. */
export const vvs: Tool = {
  name: "vvs",
  version: [program, "--version"],
  write(graph, folder) {
    const made = makers(graph);
    const stages = [...stagesOf(graph)].map(([name, tasks]) => [name, stageOf(tasks, made, folder)]);
    writeFileSync(join(folder, "pipeline.yaml"), JSON.stringify({stages: Object.fromEntries(stages)}, undefined, 1));
  },
  command: (folder, jobs) => [program, "-C", folder, "run", "--quiet", "-j", String(jobs)],
  cache: "cache",
  isArtifact: (path) => path.startsWith("objects/")
};

/** Ours, where a task may read only what it declares. */
export const vvsStrict: Tool = {
  ...vvs,
  name: "vvs --strict",
  command: (folder, jobs) => [...vvs.command(folder, jobs), "--strict"],
  only: ["undeclared"]
};

function stageOf(tasks: Task[], made: ReturnType<typeof makers>, folder: string): Record<string, unknown> {
  const [task] = tasks;
  if (task === undefined) return {};
  const isGrid = task.index !== undefined;
  const here = (path: string) => (isGrid ? `${dirname(path)}/\${each.i}` : path);
  const id = isGrid ? `${task.stage}_\${each.i}` : task.id;
  const [first = ""] = task.inputs;
  const source = made.get(first);
  const reference = source === undefined ? `./${here(first)}` : `${source.stage}${isGrid ? "[=]" : ""}`;
  const body = task.body(task.gathers ? "${inputs.all}/*" : "${inputs.one}", "${outputs.made}");
  return {
    ...(isGrid && {each: {i: `0..${tasks.length - 1}`}}),
    command: noted(body, id, folder),
    inputs: task.gathers ? {all: references(task, made)} : {one: reference},
    outputs: {made: isGrid ? "made" : basename(task.output)},
    publish: {made: here(task.output)}
  };
}

function references({inputs}: Task, made: ReturnType<typeof makers>): string[] {
  const sources = inputs.flatMap((path) => made.get(path) ?? []);
  return [...new Set(sources.map(({stage, index}) => (index === undefined ? stage : `${stage}[*]`)))];
}
