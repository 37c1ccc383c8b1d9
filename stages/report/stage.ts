import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, one, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {fitSchema} from "../../science/scaling-laws/fit.ts";
import {recipeSchema} from "../../science/scaling-laws/recipe.ts";
import {fitColumns, leaderboardColumns, modelColumns} from "../../science/selection/published-tables.ts";
import {compareAll} from "./report.ts";
import {summary} from "./summary.ts";

/** Ours beside the published: every headline number and every fit, for machines and for a terminal. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {
    fits: many("json"),
    recipe: one("json"),
    models: one("table"),
    leaderboard: one("table"),
    published: one("table")
  },
  outputs: {comparison: output("comparison.json", "json"), equations: output("summary.txt", "text")},
  typical: {seconds: 0.3, bytes: 150_000},
  run({inputs, outputs, log}) {
    const text = (file: string) => readFileSync(file, "utf8");
    const fits = inputs.fits.map((file) => fitSchema.parse(JSON.parse(text(file))));
    const results = {
      fits: new Map(fits.map((fit) => [fit.experiment, fit])),
      recipe: recipeSchema.parse(JSON.parse(text(inputs.recipe))),
      models: readTable(text(inputs.models), modelColumns, {file: "models.csv"}),
      leaderboard: readTable(text(inputs.leaderboard), leaderboardColumns, {file: "leaderboard.csv"}),
      published: readTable(text(inputs.published), fitColumns, {file: "fits.csv"})
    };
    const comparisons = compareAll(results);
    const agreeing = comparisons.filter(({reason}) => reason === "").length;
    log(`${agreeing} of ${comparisons.length} numbers agree with the published ones`);
    writeFileSync(outputs.comparison, canonicalJson(comparisons));
    writeFileSync(outputs.equations, summary(results, comparisons));
  }
});
