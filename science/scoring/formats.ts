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

/** The layer that stands for each region, and the one that behaviour is read from. */
export const commitmentSchema = z.strictObject({regions: z.record(z.string(), z.string()), behaviour: z.string()});
export type Commitment = z.output<typeof commitmentSchema>;

/** How much choosing a region's layer on the images that are then reported flatters it. */
export interface SelectionBias {
  region: string;
  layer: string;
  /** Chosen and reported on all splits */
  score: number | null;
  /** Chosen on the first half of the splits, reported on the others */
  held_out_layer: string;
  held_out_score: number | null;
}

export const selectionBiasColumns = {
  region: "string",
  layer: "string",
  score: "number?",
  held_out_layer: "string",
  held_out_score: "number?"
} as const satisfies Columns;

/** Pearson's r of every layer, split and neuroid; empty where it could not be computed. */
export const neuroidColumns = {
  layer: "string",
  split: "integer",
  neuroid: "string",
  r: "number?"
} as const satisfies Columns;
