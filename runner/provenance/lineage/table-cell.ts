import {readFileSync, statSync} from "node:fs";
import {csvParse, type DSVRowArray} from "d3-dsv";
import {suggestion} from "../../errors/nearest.ts";
import {UserMistake} from "../../errors/user-mistake.ts";
import type {Store} from "../../store/store.ts";
import {type Lineage, pruned, type Read} from "./lineage.ts";

/** `TABLE:ROW:COLUMN`. */
export interface CellName {
  table: string;
  /** Number of a row, from 1 on after the header, or the text of the row's first cell. */
  row: string;
  column: string;
}

export interface Cell {
  /** Number of the row, from 1 on. */
  row: number;
  column: string;
  value: string;
  /** The whole row, by column. */
  values: Record<string, string>;
}

/** The parts of a cell's name; undefined for a text that is none. */
export function parseCell(text: string): CellName | undefined {
  const [, table, row, column] = /^(.+):([^:[\]]+):([^:[\]]+)$/.exec(text) ?? [];
  return table === undefined || row === undefined || column === undefined ? undefined : {table, row, column};
}

/** @throws UserMistake where the table has no such row or column, or several such rows */
export function cellIn(text: string, {table, row, column}: CellName): Cell {
  const rows = csvParse(text);
  if (!rows.columns.includes(column)) {
    const advice = `it has: ${rows.columns.slice(0, 30).join(", ")}`;
    throw new UserMistake(`${table} has no column ${column}${suggestion(column, rows.columns)}`, {advice});
  }
  const [first = ""] = rows.columns;
  const found = /^\d+$/.test(row)
    ? [Number(row) - 1].filter((index) => rows[index])
    : rows.flatMap((one, index) => (one[first] === row ? [index] : []));
  const [index = -1, ...others] = found;
  const values = rows[index];
  if (!values || others.length) {
    const numbers = found.slice(0, 8).map((one) => one + 1);
    throw new UserMistake(
      values ? `${table} has ${found.length} rows with ${first} ${row}` : `${table} has no row ${row}`,
      {
        advice: values
          ? `name one by its number: ${numbers.join(", ")}`
          : `it has ${rows.length}; or name one by its ${first}`
      }
    );
  }
  return {row: index + 1, column, value: values[column] ?? "", values};
}

/**
 * The part of a table's lineage that one row goes back to, where that can be told: of an input of many tables, those
 * that hold that very row, cell by cell, with the column that is asked for. Undefined where it cannot be told.
 */
export function lineageOfRow(lineage: Lineage, {column, values}: Cell, store: Store): Lineage | undefined {
  const root = lineage.steps.get(lineage.root ?? "");
  if (!root) return undefined;
  const holds = ({sha256}: Read) => {
    const table = tableAt(store.objects.path(sha256));
    return (
      table?.columns.includes(column) === true &&
      table.some((row) => table.columns.every((name) => name in values && row[name] === values[name]))
    );
  };
  const inputs = new Set(root.reads.map(({input}) => input));
  const kept = [...inputs].flatMap((input) => {
    const reads = root.reads.filter((read) => read.input === input);
    const holding = reads.length > 1 ? reads.filter(holds) : [];
    return holding.length ? holding : reads;
  });
  if (kept.length === root.reads.length) return undefined;
  return pruned({...lineage, steps: new Map(lineage.steps).set(root.record.key, {...root, reads: kept})});
}

/** A file as a table; undefined for a folder and what is lost or larger than a table of rows to be joined would be. */
function tableAt(path: string): DSVRowArray<string> | undefined {
  const stats = statSync(path, {throwIfNoEntry: false});
  return stats?.isFile() && stats.size < 16 << 20 ? csvParse(readFileSync(path, "utf8")) : undefined;
}

/** Lines that tell a cell, its row, and what the tree below is that of. */
export function cellText({table}: CellName, {row, column, value, values}: Cell, narrowed: boolean): string {
  const others = Object.entries(values).flatMap(([name, text]) =>
    name === column || text === "" ? [] : [`${name} ${text}`]
  );
  return [
    `${table}, row ${row}, ${column}: ${value === "" ? "(empty)" : value}`,
    `  ${others.join(", ")}`,
    narrowed
      ? "  of the inputs below, those that hold this very row"
      : "  the tree is that of the whole table: which of its inputs this row goes back to cannot be told from their bytes",
    "",
    ""
  ].join("\n");
}
