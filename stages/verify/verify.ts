import type {OriginalCommitments} from "../../science/selection/original-commitments.ts";
import type {OriginalCheckpointScore, OriginalScore} from "../../science/selection/original-tables.ts";
import type {CommitmentRow, DynamicsRow, LeaderboardRow, ModelRow} from "../../science/selection/published-tables.ts";
import {byName, type CellRow, type Comparison, compareTables, type Difference} from "./compare.ts";
import {
  commitmentCells,
  originalCommitmentCells,
  rebuildCheckpointScores,
  rebuildLeaderboard,
  rebuildScores
} from "./rebuild.ts";

export interface Ours {
  models: readonly ModelRow[];
  dynamics: readonly DynamicsRow[];
  leaderboard: readonly LeaderboardRow[];
  commitments: readonly CommitmentRow[];
}

export interface Theirs {
  scores: readonly OriginalScore[];
  checkpointScores: readonly OriginalCheckpointScore[];
  leaderboard: readonly CellRow[];
  commitments: OriginalCommitments;
}

/** Cells compared in each file, and every difference; `total_flops` and row order count as files of their own. */
export interface Verification {
  cells: Record<string, number>;
  differences: Difference[];
}

/** Compares our tables with the released ones: every cell, the order of the models, and 3 x flops x samples seen. */
export function verify(ours: Ours, theirs: Theirs): Verification {
  const scoreKey = ["model_id", "region"];
  const checkpointKey = ["model_id", "epochs", "region"];
  const commitmentKey = ["identifier", "dataset", "seed"];
  const leaderboard = rebuildLeaderboard(ours.leaderboard);
  const used = Object.keys(leaderboard[0] ?? {});
  const theirLeaderboard = theirs.leaderboard.map((row) =>
    Object.fromEntries(used.map((name) => [name, row[name] ?? null]))
  );
  const rebuilt = rebuildScores(ours.models);
  const parts: [string, Comparison][] = [
    ["benchmark_scores.csv", compare("benchmark_scores.csv", rebuilt, theirs.scores, scoreKey)],
    ["order of rows", compareOrder(rebuilt, theirs.scores)],
    ["total_flops", checkTotalFlops(ours.models)],
    [
      "benchmark_scores_ckpts.csv",
      compare(
        "benchmark_scores_ckpts.csv",
        rebuildCheckpointScores(ours.dynamics),
        theirs.checkpointScores,
        checkpointKey
      )
    ],
    [
      "benchmark_scores_brainscore.csv",
      compare("benchmark_scores_brainscore.csv", leaderboard, theirLeaderboard, ["model_id"])
    ],
    [
      "layer_commitments.json",
      compare(
        "layer_commitments.json",
        commitmentCells(ours.commitments),
        originalCommitmentCells(theirs.commitments),
        commitmentKey
      )
    ]
  ];
  return {
    cells: Object.fromEntries(parts.map(([name, {cells}]) => [name, cells])),
    differences: parts.flatMap(([, {differences}]) => differences)
  };
}

function compare(file: string, ours: readonly CellRow[], original: readonly CellRow[], keys: readonly string[]) {
  return compareTables(file, byName(ours, keys), byName(original, keys));
}

function compareOrder(ours: readonly OriginalScore[], original: readonly OriginalScore[]): Comparison {
  const name = (row: OriginalScore | undefined) => (row === undefined ? null : `${row.model_id} ${row.region}`);
  const differences = original.flatMap((row, index) => {
    const [mine, theirs] = [name(ours[index]), name(row)];
    return mine === theirs
      ? []
      : [{file: "benchmark_scores.csv", row: String(index + 1), column: "order of rows", ours: mine, original: theirs}];
  });
  return {cells: original.length, differences};
}

/** Training compute is three forward passes a sample: one forward, two backward (study, section 2.3). */
function checkTotalFlops(models: readonly ModelRow[]): Comparison {
  const known = models.filter(({flops, total_flops}) => flops !== null && total_flops !== null);
  const differences = known.flatMap(({model_id, flops, n_samples_seen, total_flops}) => {
    const expected = 3 * (flops ?? Number.NaN) * n_samples_seen;
    return expected === total_flops
      ? []
      : [{file: "models.csv", row: model_id, column: "total_flops", ours: total_flops, original: expected}];
  });
  return {cells: known.length, differences};
}
