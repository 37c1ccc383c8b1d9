import {readFileSync} from "node:fs";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import type {CommandContext} from "../../runner/stage/define-command.ts";
import {didYouMean} from "../../science/formats/nearest-name.ts";
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

/** What a benchmark is made of: names of artifacts. */
export interface Benchmark {
  name: string;
  /** V1, V2, V4, IT or `behaviour` */
  region: string;
  /** The task that unpacks its pictures */
  stimuli: string;
  /** Recordings of a region, or choices */
  recordings: string;
  ceiling?: string;
  /** Visual degrees that its pictures span */
  degrees: number;
}

const BEHAVIOUR = "behaviour";

/** Of the simulated ventral stream, and Brain-Score's public ones: those need their files (`--profile full`). */
export const benchmarks: readonly Benchmark[] = [
  ...["V1", "V2", "V4", "IT"].map((region) => ({
    name: `simulated.${region}-pls`,
    region,
    stimuli: "stimuli",
    recordings: `recordings[region=${region}]`,
    ceiling: `ceiling[region=${region}]`,
    degrees: 8
  })),
  {name: "simulated-i2n", region: BEHAVIOUR, stimuli: "stimuli", recordings: "choices", degrees: 8},
  ...publicOnes("FreemanZiemba2013", ["V1", "V2"], 4),
  ...publicOnes("MajajHong2015", ["V4", "IT"], 8),
  {
    name: "Rajalingham2018public-i2n",
    region: BEHAVIOUR,
    stimuli: "public_stimuli[set=Rajalingham2018]",
    recordings: "public_choices",
    degrees: 8
  }
];

function publicOnes(set: string, regions: readonly string[], degrees: number): Benchmark[] {
  return regions.map((region) => ({
    name: `${set}public.${region}-pls`,
    region,
    stimuli: `public_stimuli[set=${set}]`,
    recordings: `public_recordings[region=${region}]`,
    ceiling: `public_ceiling[region=${region}]`,
    degrees
  }));
}

export function benchmarkNames(): string {
  return benchmarks.map(({name}) => name).join(", ");
}

/** @throws UserMistake with the names that there are */
export function benchmarkNamed(wanted: string): Benchmark {
  const found = benchmarks.find(({name}) => name === wanted);
  if (found) return found;
  const hint = didYouMean(
    wanted,
    benchmarks.map(({name}) => name)
  );
  throw new UserMistake(`no benchmark is named "${wanted}"${hint}`, {advice: `Benchmarks: ${benchmarkNames()}.`});
}

/** @param features in the order of the stimuli. @param name of the features, for messages */
export async function scoreOn(
  {name: benchmark, region, ...artifacts}: Benchmark,
  features: Features,
  name: string,
  context: CommandContext,
  product: TransposedProduct
): Promise<BenchmarkScore> {
  const index = readFileSync(await context.artifact(`${artifacts.stimuli}/index`), "utf8");
  const stimuli = readTable(index, stimulusColumns, {file: "stimuli.csv"});
  const file = await context.artifact(artifacts.recordings);
  if (artifacts.ceiling === undefined) {
    const trials = readTable(readFileSync(file, "utf8"), choiceColumns, {file: "choices.csv"});
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
  const recordings = readRecordings(bytesInMemory(readFileSync(file), "the recordings"));
  const {score: ceiling} = ceilingSchema.parse(
    JSON.parse(readFileSync(await context.artifact(artifacts.ceiling), "utf8"))
  );
  const {score, error = Number.NaN} = await scoreRegion(features, {recordings, stimuli, metric: "pls"}, product, name);
  const ceiled = explainedVariance({score, error}, ceiling ?? Number.NaN, FORMULA);
  return {benchmark, region, ...ceiled};
}
