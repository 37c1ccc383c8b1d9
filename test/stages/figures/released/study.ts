import {readFileSync} from "node:fs";
import {readTable} from "../../../../science/formats/table.ts";
import type {Fit} from "../../../../science/scaling-laws/fit.ts";
import {
  dynamicsColumns,
  fitColumns,
  leaderboardColumns,
  modelColumns,
  type PublishedFit
} from "../../../../science/selection/published-tables.ts";
import type {FigureData} from "../../../../stages/figures/figure.ts";

const text = (name: string) => readFileSync(`data/published/${name}.csv`, "utf8");
const forms = ["power_law", "power_law_shift", "chinchilla"] as const;
const units: Record<string, number> = {total_flops: 1e13, n_params: 1e5, n_samples_seen: 1e4};

/** The released tables with the released fits, which have no resamples; curves are traced from 1 to 10^4 units. */
export function releasedStudy(): FigureData {
  const fits = readTable(text("fits"), fitColumns, {file: "fits.csv"}).map(fitFrom);
  return {
    models: readTable(text("models"), modelColumns, {file: "models.csv"}),
    dynamics: readTable(text("dynamics"), dynamicsColumns, {file: "dynamics.csv"}),
    leaderboard: readTable(text("leaderboard"), leaderboardColumns, {file: "leaderboard.csv"}),
    fits: new Map(fits.map((fit) => [fit.experiment, fit])),
    recipe: {cost: {m: 594.077, n: 1.02792, r2: 0.944, points: 444}}
  };
}

/** A released fit without resamples. */
export function fitFrom({experiment, form, n, loss, e, a, alpha, lambda, b, beta}: PublishedFit): Fit {
  const values = Object.entries({e, a, alpha, lambda, b, beta});
  const parameters = Object.fromEntries(values.flatMap(([name, value]) => (value === null ? [] : [[name, value]])));
  const columns = columnsOf(experiment);
  return {
    experiment,
    form: forms.find((one) => one === form) ?? "power_law",
    x: columns.map((column) => ({column, unit: units[column] ?? 1})),
    n,
    dropped: 0,
    delta: 1e-3,
    seed: 42,
    loss,
    parameters,
    natural: {},
    bootstrap: {losses: [], parameters: []},
    intervals: {},
    identifiability: Object.fromEntries(
      Object.keys(parameters).map((name) => [name, {identified: true, statement: ""}])
    ),
    range: columns.map(() => [1, 1e4])
  };
}

function columnsOf(experiment: string): string[] {
  if (experiment === "compute_chinchilla") return ["n_params", "n_samples_seen"];
  if (experiment.startsWith("parameter")) return ["n_params"];
  return [experiment.startsWith("sample") ? "n_samples_seen" : "total_flops"];
}
