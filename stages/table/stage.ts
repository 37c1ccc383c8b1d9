import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";

/** The rows of all models as one table, in the order of the tasks that made them. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {rows: many("table")},
  outputs: {models: output("models.csv", "table")},
  typical: {seconds: 0.05, bytes: 5_000},
  run({inputs, outputs, log}) {
    const rows = inputs.rows.flatMap((path) => readTable(readFileSync(path, "utf8"), modelColumns, {file: "row.csv"}));
    writeFileSync(outputs.models, writeTable(rows, modelColumns));
    log(`${rows.length} models`);
  }
});
