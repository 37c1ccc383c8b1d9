import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {fitSchema} from "../../science/scaling-laws/fit.ts";
import {pointsSchema} from "../../science/scaling-laws/points.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {recipe} from "./recipe.ts";

/** The compute-optimal split between parameters and samples, from the two-variable fit and the runs under it. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {fit: one("json"), points: one("json"), models: one("table")},
  outputs: {recipe: output("recipe.json", "json")},
  typical: {seconds: 0.1, bytes: 6_000},
  run({inputs, outputs, log}) {
    const fit = fitSchema.parse(JSON.parse(readFileSync(inputs.fit, "utf8")));
    const {ids, X} = pointsSchema.parse(JSON.parse(readFileSync(inputs.points, "utf8")));
    const models = readTable(readFileSync(inputs.models, "utf8"), modelColumns, {file: "models.csv"});
    const flops = new Map(models.map(({model_id, total_flops}) => [model_id, total_flops]));
    const made = recipe(
      fit,
      X,
      ids.map((id) => flops.get(id) ?? Number.NaN)
    );
    log(`N* grows as C^${made.parameter_exponent.value.toFixed(3)}, D* as C^${made.sample_exponent.value.toFixed(3)}`);
    log(`${made.resamples.without_optimum} of ${made.resamples.all} resamples have no best split`);
    writeFileSync(outputs.recipe, canonicalJson(made));
  }
});
