import {readFileSync} from "node:fs";
import {defineCommand} from "../../runner/stage/define-command.ts";

export default defineCommand({
  name: "report",
  summary: "every headline number of the study beside the published one (--json: all numbers)",
  async run(_call, context) {
    const file = await context.artifact(context.json ? "report/comparison" : "report/equations");
    context.print(readFileSync(file, "utf8"));
  }
});
