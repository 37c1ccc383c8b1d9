import {mkdirSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";

/** A shell command from the paths that a tool gives it. */
export type Body = (input: string, output: string) => string;

/** One task: a shell command that makes one file. */
export interface Task {
  id: string;
  stage: string;
  /** Its place in a stage of many tasks alike; undefined where it is the stage's only one. */
  index: number | undefined;
  inputs: string[];
  /** True where `inputs` are all files of a folder, to be named to the command as `folder/*`. */
  gathers: boolean;
  output: string;
  body: Body;
}

/** A graph that any tool can be given; tasks come after those that they need. Paths are relative to its folder. */
export interface Graph {
  name: string;
  tasks: Task[];
  /** Input files; each holds a comment line, which the first stage drops, and a line of its own. */
  leaves: string[];
  final: string;
  /** Tasks on the way from a leaf to the final file. */
  depth: number;
}

const copy: Body = (input, output) => `cat ${input} > ${output}`;
const dropComments: Body = (input, output) => `grep -v '^#' ${input} > ${output}`;

/** `wide:1000`: leaf tasks and a join. `branch:600`: branches of five stages and a figure. */
export function graphOf(specification: string): Graph {
  const [, kind, count] = /^(wide|branch):(\d+)$/.exec(specification) ?? [];
  if (!kind) throw new Error(`expected a graph, wide:N or branch:N; found ${specification}`);
  const stages = kind === "wide" ? ["leaf"] : ["subsample", "train", "extract", "score", "fit"];
  return build(specification, Number(count), stages, kind === "wide" ? "join" : "figure");
}

function build(name: string, count: number, stages: string[], last: string): Graph {
  const indices = Array.from({length: count}, (_, index) => index);
  const tasks = stages.flatMap((stage, level) =>
    indices.map(
      (index): Task => ({
        id: `${stage}_${index}`,
        stage,
        index,
        inputs: [`${level === 0 ? "in" : stages[level - 1]}/${index}`],
        gathers: false,
        output: `${stage}/${index}`,
        body: level === 0 ? dropComments : copy
      })
    )
  );
  const inputs = indices.map((index) => `${stages.at(-1)}/${index}`);
  tasks.push(gathering(last, inputs));
  return {name, tasks, leaves: indices.map((index) => `in/${index}`), final: `${last}.txt`, depth: stages.length + 1};
}

/** A task that writes all files of a folder, one after the other, into one. */
export function gathering(stage: string, inputs: string[]): Task {
  return {id: stage, stage, index: undefined, inputs, gathers: true, output: `${stage}.txt`, body: copy};
}

/** Tasks by stage, in order. */
export function stagesOf({tasks}: Graph): Map<string, Task[]> {
  const stages = new Map<string, Task[]>();
  for (const task of tasks) {
    const stage = stages.get(task.stage);
    if (stage) stage.push(task);
    else stages.set(task.stage, [task]);
  }
  return stages;
}

/** The task that makes each file that is made. */
export function makers({tasks}: Graph): Map<string, Task> {
  return new Map(tasks.map((task) => [task.output, task]));
}

/** The one path, or the pattern, by which a task's command names its inputs in the graph's folder. */
export function inputWord({inputs: [first = ""], gathers}: Task): string {
  return gathers ? first.replace(/[^/]*$/, "*") : first;
}

/** Where tasks note that they ran, so that they are counted and no tool need be believed. */
export function diary(folder: string): string {
  return join(folder, "ran.log");
}

/** A task's command in the graph's folder: its body, then a line in the diary. */
export function commandOf(task: Task, folder: string): string {
  return noted(task.body(inputWord(task), task.output), task.id, folder);
}

/** @param id as the tool's own language writes it, where a stage's tasks share one command */
export function noted(command: string, id: string, folder: string): string {
  return `${command} && echo ${id} >> ${diary(folder)}`;
}

export function leafText(leaf: string, comment = "0", value = ""): string {
  return `# comment ${comment}\nvalue ${leaf.replace("in/", "")}${value}\n`;
}

/** Writes the graph's inputs into a new folder, with room for its outputs. */
export function lay(graph: Graph, folder: string): void {
  rmSync(folder, {recursive: true, force: true});
  for (const path of [...graph.leaves, ...graph.tasks.map(({output}) => output)])
    mkdirSync(join(folder, path, ".."), {recursive: true});
  for (const leaf of graph.leaves) writeFileSync(join(folder, leaf), leafText(leaf));
  writeFileSync(diary(folder), "");
}
