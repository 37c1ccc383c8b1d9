import {readFileSync, writeFileSync} from "node:fs";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineCommand} from "../../runner/stage/define-command.ts";
import {readForeignTable} from "../../science/formats/foreign-table.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {knownColumns} from "../../science/selection/known-columns.ts";
import {selectPoints} from "../../science/selection/select-points.ts";
import {fitPoints} from "./assemble-fit.ts";
import {readExperiment} from "./read-experiment.ts";
import {summaryOf} from "./summary.ts";

export default defineCommand({
  name: "fit",
  summary: "one scaling fit on any table of scores, long or wide",
  options: [
    {flags: "--scores <file>", description: "CSV with the columns that the experiment names", required: true},
    {flags: "--experiment <file>", description: "YAML: which rows, which x and y, which form", required: true},
    {flags: "--out <file>", description: "writes the fit as JSON"}
  ],
  run({options}, context) {
    const scores = String(options.scores);
    const file = String(options.experiment);
    const {name, experiment} = readExperiment(read(file), file);
    const table = readForeignTable(read(scores), knownColumns, {file: scores});
    const {form, delta, bootstraps, seed, ...selection} = experiment;
    const points = selectPoints(table.rows, selection, name);
    context.note(`${name}: ${points.Y.length} points, ${bootstraps} resamples`);
    const fit = fitPoints(points, {form, delta, bootstraps, seed});
    const json = canonicalJson(fit);
    if (options.out !== undefined) write(String(options.out), json);
    context.print(context.json ? json : `${summaryOf(fit).join("\n")}\n`);
  }
});

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new UserMistake(`cannot be read: ${reason(error)}`, {file});
  }
}

function write(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UserMistake(`cannot be written: ${reason(error)}`, {file});
  }
}

function reason(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
