import * as z from "zod";
import type {Columns} from "../formats/column.ts";

const number = z.number().nullable();
const splitScores = z.strictObject({score: number, error: number, splits: z.array(number)});

/** The noise ceiling of a benchmark: split halves, extrapolated by Spearman and Brown. */
export const ceilingSchema = z.strictObject({region: z.string(), ...splitScores.shape});

/** One layer's score on one region, raw and by both formulas. */
const layerScoreSchema = z.strictObject({
  layer: z.string(),
  raw: splitScores,
  /** By the formula's name */
  ceiled: z.record(z.string(), number)
});

/** Scores of a model's layers on one region. */
export const scoresSchema = z.strictObject({
  region: z.string(),
  metric: z.string(),
  ceiling: number,
  layers: z.array(layerScoreSchema)
});
export type Scores = z.output<typeof scoresSchema>;

/** Consistency of a model's confusions with those of people. */
export const behaviourSchema = z.strictObject({
  layer: z.string(),
  raw: splitScores,
  ceiling: splitScores,
  ceiled: splitScores
});

/** The layer that stands for each region, and how much choosing it on the reported images flatters it. */
export const commitmentSchema = z.strictObject({
  regions: z.record(
    z.string(),
    z.strictObject({
      layer: z.string(),
      /** Chosen and reported on all splits */
      score: number,
      /** Chosen on the first half of the splits, reported on the others */
      heldOut: z.strictObject({layer: z.string(), score: number})
    })
  ),
  behaviour: z.string()
});
export type Commitment = z.output<typeof commitmentSchema>;

/** Pearson's r of every layer, split and neuroid; empty where it could not be computed. */
export const neuroidColumns = {
  layer: "string",
  split: "integer",
  neuroid: "string",
  r: "number?"
} as const satisfies Columns;

/** The pictures of a benchmark, in the order of their ids. */
export const stimulusColumns = {
  image: "integer",
  image_id: "string",
  group: "string",
  label: "string?"
} as const satisfies Columns;

/** Trials of match to sample. */
export const choiceColumns = {
  image: "string",
  sample: "string",
  distractor: "string",
  choice: "string"
} as const satisfies Columns;
