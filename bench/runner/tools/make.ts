import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {commandOf} from "../graphs.ts";
import type {Tool} from "./tool.ts";

/** GNU make: by time stamps. */
export const make: Tool = {
  name: "make",
  version: ["make", "--version"],
  write(graph, folder) {
    const rules = graph.tasks.map(
      (task) => `${task.output}: ${task.inputs.join(" ")}\n\t${commandOf(task, folder).replaceAll("$", "$$$$")}\n`
    );
    writeFileSync(join(folder, "Makefile"), `all: ${graph.final}\n.DELETE_ON_ERROR:\n${rules.join("")}`);
  },
  command: (_, jobs) => ["make", "-s", `-j${jobs}`]
};
