import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {listTasks} from "./listed-tasks.ts";
import type {Tool} from "./tool.ts";

/** doit: by content, no cache of results. */
export const doit: Tool = {
  name: "doit",
  version: ["doit", "--version"],
  write(graph, folder) {
    listTasks(graph, folder);
    const last = graph.tasks.find(({output}) => output === graph.final)?.id;
    const lines = [
      "import json",
      `DOIT_CONFIG = {'default_tasks': ['all:${last}'], 'verbosity': 0}`,
      "def task_all():",
      "    for t in json.load(open('tasks.json')):",
      "        yield {'name': t['id'], 'file_dep': t['inputs'], 'targets': [t['output']],",
      "               'actions': [t['command'].replace('%', '%%')]}"
    ];
    writeFileSync(join(folder, "dodo.py"), `${lines.join("\n")}\n`);
  },
  command: (_, jobs) => ["doit", "run", "-n", String(jobs), "-P", "thread"]
};
