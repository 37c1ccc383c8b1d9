import type {Cell} from "../formats/column.ts";
import {regions} from "./published-tables.ts";

/** A row of a score table. */
export type ScoreRow = Readonly<Record<string, Cell>>;

/** A row, and the index of the table's row that it comes from. */
export interface SourcedRow {
  values: ScoreRow;
  source: number;
}

/**
 * The table as it is, or, where it holds one row a model with a column for each region and `wanted` speaks of
 * `region` or `score`, one row a model and region, in the order V1, V2, V4, IT, Behavioral, with the wanted columns.
 */
export function longTable(
  rows: readonly ScoreRow[],
  columns: readonly string[],
  wanted: readonly string[]
): {rows: SourcedRow[]; columns: string[]} {
  const scored = regions.filter((region) => columns.includes(region));
  const added = ["region", "score"].filter((column) => !columns.includes(column));
  if (scored.length === 0 || added.length < 2 || !added.some((column) => wanted.includes(column))) {
    return {rows: rows.map((values, source) => ({values, source})), columns: [...columns]};
  }
  const kept = columns.filter((column) => wanted.includes(column) || column === "model_id");
  const long = rows.flatMap((row, source) => {
    const shared = kept.map((column) => [column, row[column] ?? null] as const);
    return scored.map((region) => {
      const values: Record<string, Cell> = {region, score: row[region] ?? null};
      for (const [column, value] of shared) values[column] = value;
      return {values, source};
    });
  });
  return {rows: long, columns: [...columns, ...added]};
}
