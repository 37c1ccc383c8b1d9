import {type Columns, optional} from "../formats/column.ts";
import {scoreColumns} from "./original-tables.ts";
import {modelColumns} from "./published-tables.ts";

/**
 * Types of the study's columns for tables that others bring, long or wide: the same kinds, any cell may be empty,
 * and counts may be any number (in millions, or beyond 2^53).
 */
export const knownColumns: Columns = Object.fromEntries(
  Object.entries({...scoreColumns, ...modelColumns}).map(([name, type]) => [
    name,
    type.startsWith("integer") ? "number?" : optional(type)
  ])
);
