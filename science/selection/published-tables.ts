import type {Columns, Row} from "../formats/column.ts";

/** The five benchmarks in the order of the released tables: four areas of the ventral stream, and behaviour. */
export const regions = ["V1", "V2", "V4", "IT", "Behavioral"] as const;
export type Region = (typeof regions)[number];

/** Scores of one model (or checkpoint): Brain-Score's ceiled scores, about 0 to 1; empty where none was released. */
const scores = {V1: "number?", V2: "number?", V4: "number?", IT: "number?", Behavioral: "number?"} as const;

/**
 * `models.csv`: one row a model, in the order of the released table.
 * `samples_per_class` 0 means the full data set; `n_samples_seen` = n_samples x n_epochs;
 * `total_flops` = 3 x flops x n_samples_seen, empty without flops and for untrained models;
 * `acc` is a fraction on the model's own validation set.
 */
export const modelColumns = {
  model_id: "string",
  arch: "string",
  arch_family: "string",
  dataset: "string?",
  seed: "integer",
  n_params: "integer?",
  macs: "integer?",
  flops: "integer?",
  n_samples: "integer",
  samples_per_class: "integer",
  n_epochs: "integer",
  n_samples_seen: "integer",
  total_flops: "number?",
  acc: "number?",
  is_pretrained: "boolean",
  is_random: "boolean",
  is_ssl: "boolean",
  is_ablation: "boolean",
  is_open_clip: "boolean",
  is_adv: "boolean",
  ssl_method: "string?",
  adv_method: "string?",
  ...scores
} as const satisfies Columns;
export type ModelRow = Row<typeof modelColumns>;

/**
 * `dynamics.csv`: one row a model and epoch of its training; all models have seed 0 and the full data set.
 * `flops` is one forward pass; unlike in `models.csv` it is not doubled for self-supervised models.
 */
export const dynamicsColumns = {
  model_id: "string",
  epoch: "integer",
  arch: "string",
  arch_family: "string",
  dataset: "string",
  n_params: "integer?",
  flops: "integer?",
  n_samples: "integer",
  is_ssl: "boolean",
  ssl_method: "string?",
  ...scores
} as const satisfies Columns;
export type DynamicsRow = Row<typeof dynamicsColumns>;

/** `leaderboard.csv`: scores of 28 models on the private benchmarks, three decimals, by the region of each benchmark. */
export const leaderboardColumns = {
  model_id: "string",
  V1: "number",
  V2: "number",
  V4: "number",
  IT: "number",
  Behavioral: "number"
} as const satisfies Columns;
export type LeaderboardRow = Row<typeof leaderboardColumns>;

/** Column of the leaderboard's own table -> region that it scores. */
export const leaderboardBenchmarks: Readonly<Record<Region, string>> = {
  V1: "FreemanZiemba2013.V1-pls",
  V2: "FreemanZiemba2013.V2-pls",
  V4: "MajajHong2015.V4-pls",
  IT: "MajajHong2015.IT-pls",
  Behavioral: "Rajalingham2018-i2n"
};

/**
 * `fits.csv`: the 43 released fits. `e, a, lambda, alpha, b, beta` are their log-space parameters;
 * `loss_low, loss_median, loss_high` and so on are the 2.5, 50 and 97.5 percentiles over 1,000 resamples
 * of the loss, of the asymptote 1 - E and of alpha. `percentiles` says whether they come from the released
 * resamples themselves (`resamples`, full precision) or from printed percentiles (`printed`, rounded, no medians
 * of asymptote and alpha).
 */
export const fitColumns = {
  experiment: "string",
  form: "string",
  n: "integer",
  loss: "number",
  e: "number",
  a: "number",
  lambda: "number?",
  alpha: "number",
  b: "number?",
  beta: "number?",
  percentiles: "string",
  loss_low: "number",
  loss_median: "number",
  loss_high: "number",
  asymptote_low: "number",
  asymptote_median: "number?",
  asymptote_high: "number",
  alpha_low: "number",
  alpha_median: "number?",
  alpha_high: "number"
} as const satisfies Columns;
export type PublishedFit = Row<typeof fitColumns>;

/** `commitments.csv`: the layer that stands for each region, by architecture, training data and seed. */
export const commitmentColumns = {
  identifier: "string",
  dataset: "string",
  seed: "integer",
  V1: "string",
  V2: "string",
  V4: "string",
  IT: "string",
  behavioral_readout: "string"
} as const satisfies Columns;
export type CommitmentRow = Row<typeof commitmentColumns>;
