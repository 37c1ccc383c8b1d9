import type {Cell} from "../formats/column.ts";
import {byCodePoint} from "../formats/json.ts";
import type {SourcedRow} from "./long-table.ts";

/** Points, and what became of the rows without a full key. */
export interface Grouped {
  rows: SourcedRow[];
  /** Rows of the table that were left out because a key is empty. */
  dropped: number;
  /** Key column -> rows left out for it; a row that lacks several counts in each. */
  droppedBy: Record<string, number>;
}

/**
 * One row for each distinct combination of the key columns: its keys, and the mean of `column`, sorted by the keys.
 * The same as pandas' `groupby(keys)[column].mean()`, to the last bit: rows with an empty key are dropped, empty values
 * are skipped, sums are compensated, words sort by code point.
 */
export function groupMeans(rows: readonly SourcedRow[], keys: readonly string[], column: string): Grouped {
  const groups = new Map<string, SourcedRow[]>();
  const dropped = new Map<string, Set<number>>();
  for (const row of rows) {
    const empty = keys.filter((key) => (row.values[key] ?? null) === null);
    for (const key of empty) dropped.set(key, (dropped.get(key) ?? new Set()).add(row.source));
    if (empty.length > 0) continue;
    const name = JSON.stringify(keys.map((key) => row.values[key]));
    const group = groups.get(name);
    if (group === undefined) groups.set(name, [row]);
    else group.push(row);
  }
  const means = [...groups.values()].map((group) => {
    const [first] = group;
    const values = Object.fromEntries(keys.map((key) => [key, first?.values[key] ?? null]));
    return {
      values: {...values, [column]: mean(group.map((row) => row.values[column] ?? null))},
      source: first?.source ?? 0
    };
  });
  const droppedBy = Object.fromEntries([...dropped].map(([key, sources]) => [key, sources.size]));
  return {
    rows: means.sort((a, b) => compareKeys(a, b, keys)),
    dropped: new Set([...dropped.values()].flatMap((sources) => [...sources])).size,
    droppedBy
  };
}

/** Kahan's compensated mean of the cells that are not empty; null where all are. */
function mean(cells: readonly Cell[]): number | null {
  let sum = 0;
  let compensation = 0;
  let count = 0;
  for (const cell of cells) {
    if (typeof cell !== "number") continue;
    const value = cell - compensation;
    const next = sum + value;
    compensation = next - sum - value;
    sum = next;
    count++;
  }
  return count === 0 ? null : sum / count;
}

function compareKeys(a: SourcedRow, b: SourcedRow, keys: readonly string[]): number {
  for (const key of keys) {
    const order = compareCells(a.values[key] ?? null, b.values[key] ?? null);
    if (order !== 0) return order;
  }
  return 0;
}

function compareCells(a: Cell, b: Cell): number {
  return typeof a === "number" && typeof b === "number" ? a - b : byCodePoint(String(a), String(b));
}
