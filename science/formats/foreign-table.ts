import {type Cell, type Columns, inferType, optional} from "./column.ts";
import {cutCsv} from "./csv.ts";
import {typedRows} from "./table.ts";

/** A table whose columns are not known beforehand. */
export interface ForeignTable {
  columns: string[];
  rows: Record<string, Cell>[];
}

/**
 * Reads a table that somebody else laid out: columns that `known` declares have its types (any of their cells may be
 * empty), all others the narrowest type that fits every one of their cells.
 * @param file the table's name, for messages
 * @throws TableMistake with file, line, column, value and what was expected
 */
export function readForeignTable(text: string, known: Columns, {file}: {file?: string} = {}): ForeignTable {
  const grid = cutCsv(text, file);
  const columns = grid.header.map((name, position) => {
    const declared = Object.hasOwn(known, name) ? known[name] : undefined;
    const type = declared === undefined ? inferType(grid.rows.map((row) => row[position] ?? "")) : optional(declared);
    return [name, type] as const;
  });
  return {columns: grid.header, rows: typedRows(grid, columns, file)};
}
