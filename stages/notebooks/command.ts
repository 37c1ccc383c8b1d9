import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {startingPoint} from "./starting-point.ts";

export default defineCommand({
  name: "new",
  summary: "a starting point: vvs new notebook NAME writes notebooks/NAME.html",
  arguments: "<what> <name>",
  run({arguments: [what = "", name = ""]}, context) {
    if (what !== "notebook") throw new UserMistake(`vvs new ${what}: expected vvs new notebook NAME`);
    if (!/^[a-z0-9][a-z0-9-]*$/.test(name)) {
      throw new UserMistake(`"${name}" cannot name a notebook: expected lower-case letters, digits and hyphens`, {
        advice: "for example: vvs new notebook my-analysis"
      });
    }
    const file = `notebooks/${name}.html`;
    const path = join(context.folder, file);
    if (existsSync(path)) throw new UserMistake(`${file} is there already`, {advice: "choose another name"});
    mkdirSync(join(context.folder, "notebooks"), {recursive: true});
    writeFileSync(path, startingPoint(titleOf(name)));
    if (context.json) context.print(`${JSON.stringify({file})}\n`);
    else context.print(`${file}\n`);
    context.note("see it with: npm run notebooks");
  }
});

function titleOf(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
