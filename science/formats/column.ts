/** What a cell can hold; an empty cell is null. */
export type Cell = string | number | boolean | null;

type Kind = "string" | "number" | "integer" | "boolean";

/** The type of a column; with a question mark, its cells may be empty. */
export type ColumnType = Kind | `${Kind}?`;

/** Column name -> type, in the order of the table. */
export type Columns = Readonly<Record<string, ColumnType>>;

interface KindValues {
  string: string;
  number: number;
  integer: number;
  boolean: boolean;
}

type ValueOf<Type extends ColumnType> = Type extends Kind
  ? KindValues[Type]
  : Type extends `${infer Inner extends Kind}?`
    ? KindValues[Inner] | null
    : never;

/** A row of a table, typed by the declaration of its columns. */
export type Row<C extends Columns> = {[Name in keyof C]: ValueOf<C[Name]>};

const expectations: Record<Kind, string> = {
  string: "a word",
  number: "a number",
  integer: "a whole number up to 2^53",
  boolean: "true or false"
};

/** Thrown by `parseCell`; the reader adds file, line and column. */
export class UnfitCell extends Error {}

/**
 * The value of a cell's text under a column's type.
 * @throws UnfitCell where it does not fit, with the value and what was expected
 */
export function parseCell(text: string, type: ColumnType): Cell {
  const kind = kindOf(type);
  const empty = text === "" || (isNumeric(kind) && /^\s*(nan|na)?\s*$/i.test(text));
  if (empty && isOptional(type)) return null;
  const value = empty ? null : parsers[kind](text);
  if (value === null)
    throw new UnfitCell(`${empty ? "the cell is empty" : `"${text}" does not fit`}: expected ${expectations[kind]}`);
  return value;
}

const decimal = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i;

const parsers: Record<Kind, (text: string) => Cell> = {
  string: (text) => text,
  number: (text) => (decimal.test(text) && Number.isFinite(Number(text)) ? Number(text) : null),
  integer: (text) => (decimal.test(text) && Number.isSafeInteger(Number(text)) ? Number(text) : null),
  boolean: (text) => {
    const word = text.trim().toLowerCase();
    return word === "true" ? true : word === "false" ? false : null;
  }
};

/** The narrowest type that fits all of a column's texts; optional where one of them is empty. */
export function inferType(texts: readonly string[]): ColumnType {
  const kinds = ["boolean", "integer", "number"] as const;
  const kind = kinds.find(
    (candidate) => texts.some((text) => text !== "") && texts.every((text) => fits(text, candidate))
  );
  if (kind === undefined) return texts.includes("") ? "string?" : "string";
  return texts.some((text) => parseCell(text, `${kind}?`) === null) ? `${kind}?` : kind;
}

function fits(text: string, kind: Kind): boolean {
  try {
    parseCell(text, `${kind}?`);
    return true;
  } catch (error) {
    if (error instanceof UnfitCell) return false;
    throw error;
  }
}

/** Does a value fit a column's type? */
export function cellFits(value: unknown, type: ColumnType): value is Cell {
  if (value === null) return isOptional(type);
  const kind = kindOf(type);
  if (kind === "integer") return Number.isSafeInteger(value);
  return typeof value === kind;
}

/** The same type, with empty cells allowed. */
export function optional(type: ColumnType): ColumnType {
  return `${kindOf(type)}?`;
}

function kindOf(type: ColumnType): Kind {
  switch (type) {
    case "string":
    case "string?":
      return "string";
    case "number":
    case "number?":
      return "number";
    case "integer":
    case "integer?":
      return "integer";
    default:
      return "boolean";
  }
}

function isOptional(type: ColumnType): boolean {
  return type.endsWith("?");
}

function isNumeric(kind: Kind): boolean {
  return kind === "number" || kind === "integer";
}
