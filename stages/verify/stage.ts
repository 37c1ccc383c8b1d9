import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {readForeignTable} from "../../science/formats/foreign-table.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {TableMistake} from "../../science/formats/table-mistake.ts";
import {commitmentsSchema} from "../../science/selection/original-commitments.ts";
import {checkpointScoreColumns, scoreColumns} from "../../science/selection/original-tables.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  leaderboardColumns,
  modelColumns
} from "../../science/selection/published-tables.ts";
import {verify} from "./verify.ts";

/** Compares the project's tables with the authors' released files, cell by cell; fails where one differs. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {
    models: one("table"),
    dynamics: one("table"),
    leaderboard: one("table"),
    commitments: one("table"),
    benchmark_scores: one("file"),
    benchmark_scores_ckpts: one("file"),
    benchmark_scores_brainscore: one("file"),
    layer_commitments: one("file")
  },
  outputs: {verification: output("verification.json", "json")},
  typical: {seconds: 1, bytes: 1_000},
  run({inputs, outputs, log}) {
    const text = (name: keyof typeof inputs) => readFileSync(inputs[name], "utf8");
    const brainscore = readForeignTable(text("benchmark_scores_brainscore"), {model_id: "string"});
    const {cells, differences} = verify(
      {
        models: readTable(text("models"), modelColumns, {file: "models.csv"}),
        dynamics: readTable(text("dynamics"), dynamicsColumns, {file: "dynamics.csv"}),
        leaderboard: readTable(text("leaderboard"), leaderboardColumns, {file: "leaderboard.csv"}),
        commitments: readTable(text("commitments"), commitmentColumns, {file: "commitments.csv"})
      },
      {
        scores: readTable(text("benchmark_scores"), scoreColumns, {file: "benchmark_scores.csv"}),
        checkpointScores: readTable(text("benchmark_scores_ckpts"), checkpointScoreColumns, {
          file: "benchmark_scores_ckpts.csv"
        }),
        leaderboard: brainscore.rows,
        commitments: commitmentsSchema.parse(JSON.parse(text("layer_commitments")))
      }
    );
    for (const [name, count] of Object.entries(cells)) log(`${name}: ${count} cells compared`);
    const [first] = differences;
    if (first !== undefined) {
      const {file, row, column, ours, original} = first;
      throw new TableMistake(
        `${differences.length} cells differ from the released files; the first: ${file}, ${row}, column "${column}": ours ${ours}, released ${original}`,
        {advice: "Write the tables again: vvs published --from FOLDER"}
      );
    }
    writeFileSync(outputs.verification, canonicalJson({cells, differences: differences.slice(0, 20)}));
  }
});
