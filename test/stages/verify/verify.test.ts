import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {readForeignTable} from "../../../science/formats/foreign-table.ts";
import {readTable} from "../../../science/formats/table.ts";
import {commitmentsSchema} from "../../../science/selection/original-commitments.ts";
import {checkpointScoreColumns, scoreColumns} from "../../../science/selection/original-tables.ts";
import {
  commitmentColumns,
  dynamicsColumns,
  leaderboardColumns,
  modelColumns
} from "../../../science/selection/published-tables.ts";
import {compareTables} from "../../../stages/verify/compare.ts";
import {verify} from "../../../stages/verify/verify.ts";

const published = (file: string) => readFileSync(join(import.meta.dirname, "../../../data/published", file), "utf8");
const folder = process.env.VVS_MIRROR ?? "";
const original = (file: string) => readFileSync(join(folder, file), "utf8");
const skip = existsSync(join(folder, "benchmark_scores_ckpts.csv"))
  ? false
  : "the released files are not here (VVS_MIRROR names their folder)";

function everything() {
  const ours = {
    models: readTable(published("models.csv"), modelColumns),
    dynamics: readTable(published("dynamics.csv"), dynamicsColumns),
    leaderboard: readTable(published("leaderboard.csv"), leaderboardColumns),
    commitments: readTable(published("commitments.csv"), commitmentColumns)
  };
  const theirs = {
    scores: readTable(original("benchmark_scores.csv"), scoreColumns),
    checkpointScores: readTable(original("benchmark_scores_ckpts.csv"), checkpointScoreColumns),
    leaderboard: readForeignTable(original("benchmark_scores_brainscore.csv"), {model_id: "string"}).rows,
    commitments: commitmentsSchema.parse(JSON.parse(original("layer_commitments.json")))
  };
  return {ours, theirs};
}

test("our tables hold every cell of the released ones", {skip}, () => {
  const {ours, theirs} = everything();
  assert.deepEqual(verify(ours, theirs), {
    differences: [],
    cells: {
      "benchmark_scores.csv": 4965 * 27,
      "order of rows": 4965,
      total_flops: 898,
      "benchmark_scores_ckpts.csv": 6450 * 25,
      "benchmark_scores_brainscore.csv": 28 * 6,
      "layer_commitments.json": 368 * 9
    }
  });
});

test("a single changed cell is found", {skip}, () => {
  const {ours, theirs} = everything();
  const models = ours.models.map((row, index) => (index === 7 ? {...row, V2: (row.V2 ?? 0) + 1e-16} : row));
  const {differences} = verify({...ours, models}, theirs);
  assert.deepEqual(
    differences.map(({row, column}) => [row, column]),
    [[`${models[7]?.model_id} V2`, "score"]]
  );
});

test("rows that only one side has are differences", () => {
  const {cells, differences} = compareTables(
    "t.csv",
    new Map([
      ["a", {x: 1}],
      ["b", {x: 2}]
    ]),
    new Map([
      ["a", {x: 1}],
      ["c", {x: null}]
    ])
  );
  assert.equal(cells, 2);
  assert.deepEqual(
    differences.map(({row, column}) => `${row}: ${column}`),
    ["c: x", "b: (the row)"]
  );
});
