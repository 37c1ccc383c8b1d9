import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {listTasks} from "./listed-tasks.ts";
import type {Tool} from "./tool.ts";

/** SCons with a cache folder: by content. */
export const scons: Tool = {
  name: "scons",
  version: ["scons", "--version"],
  write(graph, folder) {
    listTasks(graph, folder);
    const lines = [
      "import json, os",
      "Decider('content')",
      "CacheDir('.cache')",
      "env = Environment(tools=[], ENV=os.environ)",
      "for t in json.load(open('tasks.json')):",
      "    env.Command(t['output'], t['inputs'], t['command'].replace('$', '$$'))",
      `Default('${graph.final}')`
    ];
    writeFileSync(join(folder, "SConstruct"), `${lines.join("\n")}\n`);
  },
  command: (_, jobs) => ["scons", "-s", `-j${jobs}`],
  cache: ".cache",
  isArtifact: (path) => path !== "config"
};
