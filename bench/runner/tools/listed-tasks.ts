import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {commandOf, type Graph} from "../graphs.ts";

/** Writes the tasks as a list for build files that are Python: `json.load(open('tasks.json'))`. */
export function listTasks(graph: Graph, folder: string): void {
  const tasks = graph.tasks.map((task) => ({
    id: task.id,
    inputs: task.inputs,
    output: task.output,
    command: commandOf(task, folder)
  }));
  writeFileSync(join(folder, "tasks.json"), JSON.stringify(tasks));
}
