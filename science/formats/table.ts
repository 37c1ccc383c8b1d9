import {type Cell, type Columns, cellFits, parseCell, type Row, UnfitCell} from "./column.ts";
import {type CellGrid, cutCsv, joinCsv} from "./csv.ts";
import {didYouMean} from "./nearest-name.ts";
import {TableMistake} from "./table-mistake.ts";

/**
 * Reads a CSV table with declared columns: each value is what its column says, or an error.
 * Empty cells are null, words keep their spelling, whole numbers are exact up to 2^53;
 * the columns may come in any order. In numeric columns that may be empty, NaN and NA count as empty.
 * @param file the table's name, for messages
 * @throws TableMistake with file, line, column, value and what was expected
 */
export function readTable<const C extends Columns>(text: string, columns: C, {file}: {file?: string} = {}): Row<C>[] {
  const grid = cutCsv(text, file);
  checkHeader(grid.header, columns, file);
  return typedRows(grid, Object.entries(columns), file).map((row) => {
    if (!isRow(row, columns)) throw new Error("a parsed row does not have its declared columns");
    return row;
  });
}

/**
 * CSV text of a table: columns in the declared order, each number as the shortest decimal that reads back the same,
 * null as an empty cell. The same rows always give the same bytes.
 * @throws TypeError for a value that its column cannot hold (NaN, an undeclared null, an empty word)
 */
export function writeTable<const C extends Columns>(rows: readonly Row<C>[], columns: C): string {
  const names = Object.keys(columns);
  return joinCsv([names, ...rows.map((row, index) => names.map((name) => writeCell(row, name, columns, index)))]);
}

/** Types the cells of a grid; columns that are not declared are left out. */
export function typedRows(grid: CellGrid, columns: readonly (readonly [string, Columns[string]])[], file?: string) {
  const positions = columns.map(([name, type]) => ({name, type, position: grid.header.indexOf(name)}));
  return grid.rows.map((cells, index) => {
    const row: Record<string, Cell> = {};
    for (const {name, type, position} of positions) {
      try {
        row[name] = parseCell(cells[position] ?? "", type);
      } catch (error) {
        if (!(error instanceof UnfitCell)) throw error;
        throw new TableMistake(`column "${name}": ${error.message}`, {file, line: grid.line(index)});
      }
    }
    return row;
  });
}

function checkHeader(header: readonly string[], columns: Columns, file: string | undefined): void {
  const names = Object.keys(columns);
  const unknown = header.filter((name) => !names.includes(name));
  const missing = names.filter((name) => !header.includes(name));
  const problems = [
    ...unknown.map((name) => `unknown column "${name}"${didYouMean(name, missing)}`),
    ...missing.map((name) => `column "${name}" is missing`)
  ];
  if (problems.length === 0) return;
  throw new TableMistake(problems.join("; "), {file, line: 1, advice: `The columns are ${names.join(", ")}.`});
}

function isRow<C extends Columns>(row: unknown, columns: C): row is Row<C> {
  if (typeof row !== "object" || row === null) return false;
  const values = new Map<string, unknown>(Object.entries(row));
  return Object.entries(columns).every(([name, type]) => cellFits(values.get(name), type));
}

function writeCell(row: Readonly<Record<string, unknown>>, name: string, columns: Columns, index: number): string {
  const value = row[name];
  const type = columns[name];
  if (type === undefined || !cellFits(value, type) || value === "" || Number.isNaN(value)) {
    throw new TypeError(`row ${index + 1}, column "${name}": ${String(value)} is not of type ${type}`);
  }
  return value === null ? "" : String(value);
}
