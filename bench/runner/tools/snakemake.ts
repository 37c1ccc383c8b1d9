import {writeFileSync} from "node:fs";
import {dirname, join} from "node:path";
import {inputWord, noted, stagesOf, type Task} from "../graphs.ts";
import type {Tool} from "./tool.ts";

/** Snakemake: by time stamps, by content for small inputs, and by the command. A stage is a rule. */
export const snakemake: Tool = {
  name: "snakemake",
  version: ["snakemake", "--version"],
  write(graph, folder) {
    const rules = [...stagesOf(graph)].map(([name, [task]]) => (task ? ruleOf(name, task, folder) : ""));
    writeFileSync(join(folder, "Snakefile"), `rule all:\n    input: '${graph.final}'\n${rules.join("")}`);
  },
  command: (_, jobs) => ["snakemake", `-c${jobs}`, "--quiet", "all"]
};

function ruleOf(name: string, task: Task, folder: string): string {
  const isRule = task.index !== undefined;
  const here = (path: string) => (isRule ? `${dirname(path)}/{i}` : path);
  const inputs = JSON.stringify(task.inputs.map(here));
  const id = isRule ? `${name}_{wildcards.i}` : task.id;
  const body = isRule ? task.body("{input}", "{output}") : task.body(inputWord(task), task.output);
  const shell = JSON.stringify(noted(body, id, folder));
  return `rule ${name}:\n    input: ${inputs}\n    output: '${here(task.output)}'\n    shell: ${shell}\n`;
}
