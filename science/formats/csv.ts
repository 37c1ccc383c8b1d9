import {csvFormatRows, csvParseRows} from "d3-dsv";
import {TableMistake} from "./table-mistake.ts";

/** A CSV text cut into cells, not yet typed. */
export interface CellGrid {
  header: string[];
  rows: string[][];
  /** Line of row `index` in the file, from 1; the header is line 1. */
  line(index: number): number;
}

/**
 * Cuts a CSV text (RFC 4180, with a header) into cells.
 * @param file its name, for messages
 * @throws TableMistake for no header, a column named twice, or a row of another length than the header
 */
export function cutCsv(text: string, file?: string): CellGrid {
  const body = text.replace(/^\uFEFF/, "");
  const [header, ...all] = csvParseRows(body);
  if (header === undefined) throw new TableMistake("the table is empty: expected a line of column names", {file});
  const twice = header.find((name, index) => header.indexOf(name) !== index);
  if (twice !== undefined) throw new TableMistake(`column "${twice}" is there twice`, {file, line: 1});

  const kept: number[] = [];
  const rows = all.filter((row, index) => {
    const blank = row.length === 1 && row[0] === "" && header.length > 1;
    if (!blank) kept.push(index);
    return !blank;
  });
  const line = (index: number) => lineOfRecord(body, (kept[index] ?? 0) + 1);
  rows.forEach((row, index) => {
    if (row.length === header.length) return;
    const message = `the row has ${row.length} cells: expected ${header.length}, as in the header`;
    throw new TableMistake(message, {file, line: line(index)});
  });
  return {header, rows, line};
}

/** CSV text of rows of cells; the first row is the header. */
export function joinCsv(rows: readonly (readonly string[])[]): string {
  return `${csvFormatRows(rows.map((row) => [...row]))}\n`;
}

/** Line on which a record starts: a quoted cell may hold line breaks. Record 0 is the header. */
function lineOfRecord(text: string, record: number): number {
  let line = 1;
  let records = 0;
  let quoted = false;
  for (const character of text) {
    if (records === record) break;
    if (character === '"') quoted = !quoted;
    if (character !== "\n") continue;
    line++;
    if (!quoted) records++;
  }
  return line;
}
