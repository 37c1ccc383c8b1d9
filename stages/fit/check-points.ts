import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {type Form, parameterNames, variableCount} from "../../science/scaling-laws/form.ts";
import type {Points} from "../../science/scaling-laws/points.ts";

/**
 * The numbers of the points, once it is sure that their logarithms exist and that the form can be fitted to them.
 * @throws UserMistake that names the first point, its value and what is wrong with it
 */
export function checkedPoints(points: Points, form: Form): {x: Float64Array[]; y: Float64Array} {
  const {experiment, ids, X, Y} = points;
  const variables = variableCount(form);
  const columns = points.x.map(({column}) => column).join(", ");
  if (X.length !== variables)
    throw new UserMistake(
      `experiment ${experiment}: ${form} has ${variables} variable${variables > 1 ? "s" : ""}, x names ${X.length} (${columns})`
    );
  const needed = parameterNames(form).length;
  if (Y.length < needed)
    throw new UserMistake(
      `experiment ${experiment}: ${Y.length} points, fewer than the ${needed} parameters of ${form}`,
      {
        advice: "Widen the conditions under where, or choose a form with fewer parameters."
      }
    );
  const positive = (value: number | null, i: number, what: string): number => {
    if (value !== null && value > 0 && value < Number.POSITIVE_INFINITY) return value;
    const shown = value === null || Number.isNaN(value) ? "not a number" : String(value);
    throw new UserMistake(
      `experiment ${experiment}, point ${ids[i] ?? i + 1}: ${what} is ${shown}; its logarithm is fitted, so it must be above 0`
    );
  };
  const fitted = points.y.as === "is" ? points.y.column : `misalignment 1 - ${points.y.column}`;
  return {
    x: X.map((values, variable) =>
      Float64Array.from(values, (value, i) => positive(value, i, points.x[variable]?.column ?? "x"))
    ),
    y: Float64Array.from(Y, (value, i) => positive(value, i, fitted))
  };
}
