import {z} from "zod";

/** The points of one curve, selected from a score table: what the stage `points` hands to the stage `fit`. */
export const pointsSchema = z.strictObject({
  experiment: z.string(),
  /** Rows that matched the experiment's conditions. */
  rows: z.int(),
  /** Rows of these that were dropped because a column that they are grouped by is empty. */
  dropped: z.int(),
  /** Column -> rows dropped for it; a row that lacks several counts in each. */
  dropped_by: z.record(z.string(), z.int()),
  /** Column of each variable, and the unit that it was divided by. */
  x: z.array(z.strictObject({column: z.string(), unit: z.number()})),
  /** The fitted column: as it is, or 1 - y. */
  y: z.strictObject({column: z.string(), as: z.enum(["is", "one_minus"])}),
  /** What each point is called in messages: its model_id, or the number of its row. */
  ids: z.array(z.string()),
  /** Variables x points, in the experiment's units. */
  X: z.array(z.array(z.number())),
  /** The values to fit, already 1 - y where `y.as` is `one_minus`; null where there is none. */
  Y: z.array(z.number().nullable())
});

export type Points = z.output<typeof pointsSchema>;
