import type {Cell} from "../../science/formats/column.ts";

/** A row as its table has it. */
export type CellRow = Readonly<Record<string, Cell>>;

/** A cell that is not what it should be; `ours` or `original` is null where one of them lacks the row. */
export interface Difference {
  file: string;
  row: string;
  column: string;
  ours: Cell;
  original: Cell;
}

export interface Comparison {
  cells: number;
  differences: Difference[];
}

/**
 * Compares two tables cell by cell, over every column of the original; doubles must be the same to the last bit.
 * @param ours rows rebuilt from our own tables, by name
 * @param original rows of the released table, by name
 */
export function compareTables(
  file: string,
  ours: ReadonlyMap<string, CellRow>,
  original: ReadonlyMap<string, CellRow>
): Comparison {
  const differences: Difference[] = [];
  let cells = 0;
  for (const [row, theirs] of original) {
    const mine = ours.get(row);
    for (const [column, value] of Object.entries(theirs)) {
      cells++;
      const cell = mine?.[column] ?? null;
      if (mine === undefined || cell !== value) differences.push({file, row, column, ours: cell, original: value});
    }
  }
  for (const row of ours.keys()) {
    if (!original.has(row)) differences.push({file, row, column: "(the row)", ours: row, original: null});
  }
  return {cells, differences};
}

/** Rows by the values of their key columns, joined with a space. */
export function byName(rows: readonly CellRow[], keys: readonly string[]): Map<string, CellRow> {
  return new Map(rows.map((row) => [keys.map((key) => row[key]).join(" "), row]));
}
