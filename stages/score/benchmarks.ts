import {readFileSync} from "node:fs";
import {basename} from "node:path";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import type {CommandContext} from "../../runner/stage/define-command.ts";
import {readTable} from "../../science/formats/table.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import type {Features} from "../../science/linear-algebra/features.ts";
import type {TransposedProduct} from "../../science/linear-algebra/products.ts";
import {explainedVariance} from "../../science/metrics/explained-variance.ts";
import {choiceColumns} from "../../science/recordings/read-choices.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";
import {ceilingSchema} from "../../science/scoring/formats.ts";
import {readRecordings} from "../../science/scoring/recordings.ts";
import {scoreBehaviour} from "../../science/scoring/score-behaviour.ts";
import {scoreRegion} from "../../science/scoring/score-region.ts";

/** A model's score on one benchmark. */
export interface BenchmarkScore {
  benchmark: string;
  region: string;
  /** Before the ceiling counts */
  raw: number;
  ceiling: number;
  score: number;
  error: number;
  /** How score follows from raw and ceiling */
  formula: string;
}

/** Of the study; Brain-Score's own is `r^2/c` since January 2026. */
const FORMULA = "(r/c)^2";

/** Benchmarks by name; their recordings are those of the simulated ventral stream. */
export const benchmarks: Record<string, string> = {
  "simulated.V1-pls": "V1",
  "simulated.V2-pls": "V2",
  "simulated.V4-pls": "V4",
  "simulated.IT-pls": "IT",
  "simulated-i2n": "behaviour"
};

/** The region of a benchmark. @throws UserMistake with the names that there are */
export function regionOf(benchmark: string): string {
  const region = benchmarks[benchmark];
  if (region === undefined)
    throw new UserMistake(`no benchmark is named "${benchmark}"`, {
      advice: `Benchmarks: ${Object.keys(benchmarks).join(", ")}.`
    });
  return region;
}

export async function stimuliOf(context: CommandContext) {
  const path = await context.artifact("stimuli/index");
  return readTable(readFileSync(path, "utf8"), stimulusColumns, {file: "stimuli.csv"});
}

/** @param features in the order of the stimuli. @param name of the features, for messages */
export async function scoreOn(
  benchmark: string,
  features: Features,
  name: string,
  context: CommandContext,
  product: TransposedProduct
): Promise<BenchmarkScore> {
  const region = regionOf(benchmark);
  const stimuli = await stimuliOf(context);
  if (region === "behaviour") {
    const trials = readTable(readFileSync(await context.artifact("choices"), "utf8"), choiceColumns, {
      file: "choices.csv"
    });
    const {raw, ceiling, ceiled} = await scoreBehaviour(features, stimuli, trials, product);
    const formula = "mean of r/sqrt(c) over halves";
    return {
      benchmark,
      region,
      raw: raw.score,
      ceiling: ceiling.score,
      score: ceiled.score,
      error: ceiled.error,
      formula
    };
  }
  const file = await context.artifact(`recordings[region=${region}]`);
  const recordings = readRecordings(bytesInMemory(readFileSync(file), basename(file)));
  const {score: ceiling} = ceilingSchema.parse(
    JSON.parse(readFileSync(await context.artifact(`ceiling[region=${region}]`), "utf8"))
  );
  const {score, error = Number.NaN} = await scoreRegion(features, {recordings, stimuli, metric: "pls"}, product, name);
  const ceiled = explainedVariance({score, error}, ceiling ?? Number.NaN, FORMULA);
  return {benchmark, region, ...ceiled};
}
