import {writeFileSync} from "node:fs";
import {join} from "node:path";
import {commandOf, stagesOf} from "../graphs.ts";
import type {Tool} from "./tool.ts";

/** No tool: the same commands through xargs, stage after stage. What another takes beyond it is what it adds. */
export const floor: Tool = {
  name: "floor",
  version: ["xargs", "--version"],
  write(graph, folder) {
    const lines = [...stagesOf(graph).values()].map((tasks, level) => {
      writeFileSync(join(folder, `stage.${level}`), tasks.map((task) => commandOf(task, folder)).join("\0"));
      return `xargs -0 -n1 -P"$1" sh -c < stage.${level}\n`;
    });
    writeFileSync(join(folder, "floor.sh"), `set -e\n${lines.join("")}`);
  },
  command: (_, jobs) => ["sh", "floor.sh", String(jobs)],
  only: ["cold"]
};
