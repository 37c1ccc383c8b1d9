import type {OriginalCommitments} from "../../science/selection/original-commitments.ts";
import type {OriginalCheckpointScore, OriginalScore} from "../../science/selection/original-tables.ts";
import {
  type CommitmentRow,
  type DynamicsRow,
  type LeaderboardRow,
  leaderboardBenchmarks,
  type ModelRow,
  type Region,
  regions
} from "../../science/selection/published-tables.ts";

const benchmarkNames: Readonly<Record<Region, string>> = {
  V1: "movshon.FreemanZiemba2013public.V1-pls",
  V2: "movshon.FreemanZiemba2013public.V2-pls",
  V4: "dicarlo.MajajHong2015public.V4-pls",
  IT: "dicarlo.MajajHong2015public.IT-pls",
  Behavioral: "dicarlo.Rajalingham2018public-i2n"
};

const checkpoints = "https://epfl-neuroailab-scalinglaws.s3.eu-north-1.amazonaws.com/checkpoints";

/** The authors' score table out of ours: what ours leaves out follows from what it keeps. */
export function rebuildScores(models: readonly ModelRow[]): OriginalScore[] {
  return models.flatMap(({V1, V2, V4, IT, Behavioral, ...model}) => {
    const scores = {V1, V2, V4, IT, Behavioral};
    return regions.map((region, benchmark_id) => ({
      ...model,
      region,
      benchmark_id,
      benchmark_name: benchmarkNames[region],
      score: scores[region],
      checkpoint_url: `${checkpoints}/${model.model_id}/ep${model.n_epochs}.pt`
    }));
  });
}

/** The authors' table of checkpoints out of ours; its total_flops counts the forward pass alone. */
export function rebuildCheckpointScores(dynamics: readonly DynamicsRow[]): OriginalCheckpointScore[] {
  return dynamics.flatMap(({V1, V2, V4, IT, Behavioral, epoch, ...model}) => {
    const scores = {V1, V2, V4, IT, Behavioral};
    const n_samples_seen = model.n_samples * epoch;
    return regions.map((region, benchmark_id) => ({
      ...model,
      region,
      benchmark_id,
      benchmark_name: benchmarkNames[region],
      score: scores[region] ?? Number.NaN,
      epochs: epoch,
      ckpt: epoch,
      macs: model.flops === null ? null : model.flops / 2,
      n_samples_seen,
      total_flops: model.flops === null ? null : model.flops * n_samples_seen,
      seed: 0,
      samples_per_class: 0,
      acc: null,
      is_pretrained: false,
      is_random: false,
      is_ablation: false,
      checkpoint_url: `${checkpoints}/${model.model_id}/ep${epoch}.pth`
    }));
  });
}

/** The leaderboard's columns that the study uses, under their own names. */
export function rebuildLeaderboard(rows: readonly LeaderboardRow[]): Record<string, string | number>[] {
  return rows.map((row) => ({
    model_id: row.model_id,
    ...Object.fromEntries(regions.map((region) => [leaderboardBenchmarks[region], row[region]]))
  }));
}

/** One row a committed layer, of ours (`CommitmentRow`) or of the original: comparable cell by cell. */
export function commitmentCells(rows: readonly CommitmentRow[]): Record<string, string | number>[] {
  return rows.map((row) => ({...row, layers: [...new Set([row.V1, row.V2, row.V4, row.IT])].sort().join(" ")}));
}

/** The same rows from the authors' file. */
export function originalCommitmentCells(commitments: OriginalCommitments): Record<string, string | number>[] {
  return Object.entries(commitments).flatMap(([identifier, datasets]) =>
    Object.entries(datasets).flatMap(([dataset, seeds]) =>
      Object.entries(seeds).map(([seed, {region2layer, layers, behavioral_readout_layer}]) => ({
        identifier,
        dataset,
        seed: Number(seed.slice("seed-".length)),
        ...region2layer,
        behavioral_readout: behavioral_readout_layer,
        layers: layers.join(" ")
      }))
    )
  );
}
