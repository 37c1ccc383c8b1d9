import type {Fit} from "../../science/scaling-laws/fit.ts";
import type {Condition} from "../../science/selection/condition.ts";
import type {ModelRow, Region} from "../../science/selection/published-tables.ts";
import {selectPoints} from "../../science/selection/select-points.ts";
import {familyOf, isPlain, neuralMean, overallMean} from "../../stages/figures/series/models.ts";
import {fitPoints} from "../../stages/fit/assemble-fit.ts";

/** Alignment with one region, or a mean: of V1, V2, V4 and IT, or of all five. */
export type Target = Region | "neural" | "all";

/** Which models a curve is fitted to. */
export interface Choice {
  target: Target;
  families: readonly string[];
  datasets: readonly string[];
}

/** A curve through chosen models, and these models. */
export interface LiveFit {
  fit: Fit;
  models: ModelRow[];
}

const regionsOf: Record<"neural" | "all", readonly Region[]> = {
  neural: ["V1", "V2", "V4", "IT"],
  all: ["V1", "V2", "V4", "IT", "Behavioral"]
};

/** The columns that make one point of the study's curves. */
const keys = ["model_id", "arch", "dataset", "flops", "n_params", "n_samples", "n_samples_seen", "total_flops"];

/**
 * A power law of alignment over compute through any part of the study's supervised models, fitted in the page by the
 * code of the stages `points` and `fit`, with 100 resamples.
 * @throws TableMistake where the choice leaves no model
 */
export function fitChoice(rows: readonly ModelRow[], {target, families, datasets}: Choice): LiveFit {
  const models = rows.filter((model) => {
    const family = familyOf(model);
    return (
      isPlain(model) && family !== undefined && families.includes(family) && datasets.includes(model.dataset ?? "")
    );
  });
  const region = target === "neural" || target === "all" ? [...regionsOf[target]] : target;
  const where: Record<string, Condition> = {region};
  const points = selectPoints(
    models,
    {where, families: "combined", group_by: keys, x: {total_flops: 1e13}, y: "score"},
    "this choice"
  );
  return {fit: fitPoints(points, {form: "power_law", delta: 1e-3, bootstraps: 100, seed: 42}), models};
}

/** Alignment of a model with a target; null where it was not scored. */
export function alignmentWith(target: Target): (model: ModelRow) => number | null {
  if (target === "neural") return neuralMean;
  return target === "all" ? overallMean : (model) => model[target];
}
