import {readFileSync, writeFileSync} from "node:fs";
import {basename} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import type {Columns} from "../../science/formats/column.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns
} from "../../science/selection/published-tables.ts";

/** The study's released numbers, checked cell by cell against the declared types, in one normal form. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {
    models: one("table"),
    dynamics: one("table"),
    leaderboard: one("table"),
    fits: one("table"),
    commitments: one("table")
  },
  outputs: {
    models: output("models.csv", "table"),
    dynamics: output("dynamics.csv", "table"),
    leaderboard: output("leaderboard.csv", "table"),
    fits: output("fits.csv", "table"),
    commitments: output("commitments.csv", "table")
  },
  typical: {seconds: 0.3, bytes: 600_000},
  run({inputs, outputs, log}) {
    const normalise = (from: string, to: string, columns: Columns) => {
      const rows = readTable(readFileSync(from, "utf8"), columns, {file: basename(from)});
      writeFileSync(to, writeTable(rows, columns));
      log(`${basename(from)}: ${rows.length} rows, ${Object.keys(columns).length} columns`);
    };
    normalise(inputs.models, outputs.models, modelColumns);
    normalise(inputs.dynamics, outputs.dynamics, dynamicsColumns);
    normalise(inputs.leaderboard, outputs.leaderboard, leaderboardColumns);
    normalise(inputs.fits, outputs.fits, fitColumns);
    normalise(inputs.commitments, outputs.commitments, commitmentColumns);
  }
});
