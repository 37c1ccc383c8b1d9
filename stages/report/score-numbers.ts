import {mainRuns, meanScore, neuralRegions} from "../../science/selection/main-runs.ts";
import {type LeaderboardRow, type ModelRow, type Region, regions} from "../../science/selection/published-tables.ts";
import {correlation, linearRegression, mean} from "../../science/statistics/linear-regression.ts";
import {type Comparison, compareNumber, comparePrinted} from "./comparison.ts";

const different = "computed from the released table, which gives another value";

type Measure = (model: Readonly<Record<Region, number | null>>) => number | null;
const ofRegion =
  (region: Region): Measure =>
  (model) =>
    model[region];
const ofAll: Measure = (model) => meanScore(model);
const ofNeural: Measure = (model) => meanScore(model, neuralRegions);

/** Correlation of validation accuracy with each score over the main runs (figure 6). */
export function compareCorrelations(models: readonly ModelRow[]): Comparison[] {
  const runs = mainRuns(models);
  const r = (measure: Measure) =>
    correlation(
      runs.map(({acc}) => acc ?? Number.NaN),
      runs.map((run) => measure(run) ?? Number.NaN)
    );
  const printed: [string, Measure, string][] = [
    ["V1", ofRegion("V1"), "0.500"],
    ["V2", ofRegion("V2"), "0.774"],
    ["V4", ofRegion("V4"), "0.792"],
    ["IT", ofRegion("IT"), "0.868"],
    ["behaviour", ofRegion("Behavioral"), "0.964"],
    ["mean of five", ofAll, "0.867"],
    ["neural mean", ofNeural, "0.797"]
  ];
  return printed.map(([name, measure, text]) =>
    comparePrinted(`r of accuracy and ${name}`, r(measure), text, different)
  );
}

/** Private scores against public ones over the leaderboard's models: R^2 and p of the line (appendix C, figure S1). */
export function compareLeaderboard(models: readonly ModelRow[], leaderboard: readonly LeaderboardRow[]): Comparison[] {
  const byId = new Map(models.map((model) => [model.model_id, model]));
  const line = (measure: Measure) =>
    linearRegression(
      leaderboard.map(({model_id}) => {
        const model = byId.get(model_id);
        return (model && measure(model)) ?? Number.NaN;
      }),
      leaderboard.map((row) => measure(row) ?? Number.NaN)
    );
  const printed: [string, Measure, string, string][] = [
    ["V1", ofRegion("V1"), "0.974", "3.18e-22"],
    ["V2", ofRegion("V2"), "0.954", "6.75e-19"],
    ["V4", ofRegion("V4"), "0.988", "1.06e-26"],
    ["IT", ofRegion("IT"), "0.996", "1.87e-32"],
    ["behaviour", ofRegion("Behavioral"), "0.989", "4.79e-27"],
    ["mean of five", ofAll, "0.997", "9.62e-35"]
  ];
  return printed.flatMap(([name, measure, r2, p]) => {
    const fitted = line(measure);
    return [
      comparePrinted(`public and private ${name}: R^2`, fitted.r2, r2, different),
      comparePrinted(`public and private ${name}: p`, fitted.p, p, different)
    ];
  });
}

/** How many models there are, and the best scores among the main runs and among all. */
export function compareBests(models: readonly ModelRow[]): Comparison[] {
  const runs = mainRuns(models);
  const best = (among: readonly ModelRow[], measure: Measure) =>
    Math.max(...among.map((model) => measure(model) ?? Number.NEGATIVE_INFINITY));
  const behaviour = ofRegion("Behavioral");
  return [
    compareNumber("models in the table", models.length, 993, different, 0),
    compareNumber("runs in the main set", runs.length, 620, different, 0),
    comparePrinted("best mean of five, main set", best(runs, ofAll), "0.4458", different),
    comparePrinted("best neural mean, main set", best(runs, ofNeural), "0.4465", different),
    comparePrinted("best behaviour, main set", best(runs, behaviour), "0.5228", different),
    comparePrinted("best mean of five, all models", best(models, ofAll), "0.4784", different),
    comparePrinted("best neural mean, all models", best(models, ofNeural), "0.4824", different),
    comparePrinted("best behaviour, all models", best(models, behaviour), "0.5802", different)
  ];
}

/** V1, V2, V4, IT, behaviour, mean of five and accuracy at full ImageNet, means over seeds. */
const levels: Readonly<Record<string, readonly string[]>> = {
  resnet50: ["0.255", "0.324", "0.584", "0.561", "0.450", "0.435", "0.767"],
  convnext_base: ["0.192", "0.325", "0.597", "0.550", "0.506", "0.434", "0.835"],
  deit_large: ["0.191", "0.326", "0.556", "0.533", "0.510", "0.423", "0.825"],
  cornet_s: ["0.266", "0.269", "0.587", "0.555", "0.417", "0.419", "0.756"],
  alexnet: ["0.269", "0.352", "0.578", "0.532", "0.191", "0.384", "0.545"]
};

/** Score levels of five architectures trained on all of ImageNet. */
export function compareLevels(models: readonly ModelRow[]): Comparison[] {
  const full = mainRuns(models).filter(
    ({dataset, samples_per_class}) => dataset === "imagenet" && samples_per_class === 0
  );
  return Object.entries(levels).flatMap(([arch, printed]) => {
    const runs = full.filter((run) => run.arch === arch);
    const measures: [string, (run: ModelRow) => number | null][] = [
      ...regions.map((region): [string, Measure] => [region, ofRegion(region)]),
      ["mean of five", ofAll],
      ["accuracy", ({acc}) => acc]
    ];
    return measures.map(([name, measure], index) => {
      const ours = mean(runs.map((run) => measure(run) ?? Number.NaN));
      return comparePrinted(`${arch} on full ImageNet: ${name}`, ours, printed[index] ?? "", different);
    });
  });
}
