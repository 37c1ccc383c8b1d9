import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {commandOf} from "../graphs.ts";
import type {Tool} from "./tool.ts";

/** Ninja: by time stamps and by the command. */
export const ninja: Tool = {
  name: "ninja",
  version: ["ninja", "--version"],
  write(graph, folder) {
    const builds = graph.tasks.map(
      (task) =>
        `build ${task.output}: shell ${task.inputs.join(" ")}\n  c = ${commandOf(task, folder).replaceAll("$", "$$$$")}\n`
    );
    const rule = "rule shell\n  command = $c\n";
    writeFileSync(join(folder, "build.ninja"), `${rule}${builds.join("")}default ${graph.final}\n`);
  },
  command: (_, jobs) => ["ninja", "--quiet", `-j${jobs}`]
};
