import type {Cell} from "../formats/column.ts";
import type {Selection} from "../scaling-laws/experiment.ts";

/** What `where` asks of one column: a value, one of several, or an inclusive range. */
export type Condition = Selection["where"][string];

/** Does a cell meet a condition? An empty cell meets none. Values compare whatever their type: true is "True". */
export function meets(cell: Cell, condition: Condition): boolean {
  if (cell === null) return false;
  if (Array.isArray(condition)) return condition.some((value) => same(cell, value));
  if (typeof condition !== "object") return same(cell, condition);
  const number = Number(cell);
  const {min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY} = condition;
  return typeof cell !== "boolean" && cell !== "" && number >= min && number <= max;
}

/** The condition in words, for messages. */
export function conditionInWords(column: string, condition: Condition): string {
  if (Array.isArray(condition)) return `${column} in [${condition.join(", ")}]`;
  if (typeof condition !== "object") return `${column} = ${condition}`;
  return `${column} from ${condition.min ?? "any"} to ${condition.max ?? "any"}`;
}

function same(cell: string | number | boolean, value: string | number | boolean): boolean {
  if (typeof cell === typeof value) return cell === value;
  if (typeof cell === "boolean" || typeof value === "boolean") {
    return String(cell).toLowerCase() === String(value).toLowerCase();
  }
  return String(cell).trim() !== "" && String(value).trim() !== "" && Number(cell) === Number(value);
}
