import {readFileSync, writeFileSync} from "node:fs";
import {basename} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {selectionSchema} from "../../science/scaling-laws/experiment.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {selectPoints} from "../../science/selection/select-points.ts";

/** The points of one experiment's curve, from the table of models. */
export default defineStage({
  params: z.strictObject({experiment: z.string(), selection: selectionSchema}),
  inputs: {models: one("table")},
  outputs: {points: output("points.json", "json")},
  typical: {seconds: 0.05, bytes: 40_000},
  run({params, inputs, outputs, log}) {
    const models = readTable(readFileSync(inputs.models, "utf8"), modelColumns, {file: basename(inputs.models)});
    const points = selectPoints(models, params.selection, params.experiment);
    for (const [column, rows] of Object.entries(points.dropped_by)) log(`${rows} rows dropped: ${column} is empty`);
    log(`${points.Y.length} points from ${points.rows} rows, ${points.dropped} dropped`);
    writeFileSync(outputs.points, canonicalJson(points));
  }
});
