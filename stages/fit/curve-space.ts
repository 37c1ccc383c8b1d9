import type {Form} from "../../science/scaling-laws/form.ts";
import type {CurveSpace} from "./curve.ts";
import {oneVariableCurves} from "./one-variable-curves.ts";
import {twoVariableCurves} from "./two-variable-curves.ts";
import type {GroupedTable, WeightedRows} from "./weighted-rows.ts";

/**
 * The curves of a form over a table.
 * @param rows the resample that the objectives look at; refilled in place
 */
export function curveSpace(form: Form, table: GroupedTable, rows: WeightedRows): CurveSpace {
  if (form === "chinchilla") return twoVariableCurves(table, rows);
  return oneVariableCurves(table, rows, form === "power_law_shift");
}
