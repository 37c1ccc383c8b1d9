import type {Columns, Row} from "../formats/column.ts";

/** Columns of the authors' `benchmark_scores.csv`: one row a model and benchmark. */
export const scoreColumns = {
  model_id: "string",
  benchmark_id: "integer",
  arch: "string",
  dataset: "string?",
  n_params: "integer?",
  macs: "integer?",
  flops: "integer?",
  benchmark_name: "string",
  region: "string",
  n_samples: "integer",
  samples_per_class: "integer",
  n_epochs: "integer",
  n_samples_seen: "integer",
  total_flops: "number?",
  score: "number?",
  seed: "integer",
  arch_family: "string",
  acc: "number?",
  checkpoint_url: "string",
  is_pretrained: "boolean",
  is_random: "boolean",
  is_ssl: "boolean",
  ssl_method: "string?",
  is_ablation: "boolean",
  is_open_clip: "boolean",
  is_adv: "boolean",
  adv_method: "string?"
} as const satisfies Columns;
export type OriginalScore = Row<typeof scoreColumns>;

/** Columns of the authors' `benchmark_scores_ckpts.csv`: one row a model, epoch and benchmark. */
export const checkpointScoreColumns = {
  model_id: "string",
  benchmark_id: "integer",
  arch: "string",
  ckpt: "integer",
  epochs: "integer",
  dataset: "string",
  n_params: "integer?",
  macs: "integer?",
  flops: "integer?",
  benchmark_name: "string",
  region: "string",
  n_samples: "integer",
  n_samples_seen: "integer",
  total_flops: "number?",
  score: "number",
  seed: "integer",
  arch_family: "string",
  samples_per_class: "integer",
  acc: "number?",
  checkpoint_url: "string",
  is_pretrained: "boolean",
  is_random: "boolean",
  is_ablation: "boolean",
  is_ssl: "boolean",
  ssl_method: "string?"
} as const satisfies Columns;
export type OriginalCheckpointScore = Row<typeof checkpointScoreColumns>;
