import type {Form} from "../../science/scaling-laws/form.ts";
import {type Abscissa, abscissa} from "./abscissa.ts";
import {asymptoteObjective} from "./asymptote-objective.ts";
import {huberSums} from "./huber.ts";
import {levelSlopeObjective} from "./level-slope-objective.ts";
import type {Objective} from "./objective.ts";
import {twoVariableObjective} from "./two-variable-objective.ts";
import type {GroupedTable, WeightedRows} from "./weighted-rows.ts";

/** A curve: (E, b, k, v) of `abscissa` for one variable, (E, b1, k1, b2, k2) for two. */
export type Curve = Float64Array;

/** One way to walk through the curves: an objective, and the way in and out of its coordinates. */
export interface CoordinateSystem {
  objective: Objective;
  /** Coordinates of a curve; false where this system has none for it. */
  enter(curve: Curve, p: Float64Array): boolean;
  leave(p: Float64Array, curve: Curve): void;
}

/** The curves of one form over one table. */
export interface CurveSpace {
  /** Numbers that make a curve. */
  readonly size: number;
  /** Coordinate systems in which every parameter is free, best first. */
  readonly free: CoordinateSystem[];
  /** The same with v held at the v of the curve that enters. */
  readonly held: CoordinateSystem[];
  /** Tells the space that `rows` hold another resample. */
  place(): void;
  /** Logarithm of the fitted value, one a distinct x of the table. */
  predict(curve: Curve, prediction: Float64Array): void;
  /** Log-space parameters in the order of `parameterNames`. */
  publish(curve: Curve): number[];
}

/** Below this v the released formula loses the loss to rounding; the curve is then an exponential to 1e-5. */
export const SMALLEST_V = 1e-5;
/** An asymptote of 0 is written as this, which is below the rounding of any misalignment. */
const SMALLEST_E = 1e-18;

export function curveSpace(form: Form, table: GroupedTable, rows: WeightedRows): CurveSpace {
  return form === "chinchilla" ? twoVariables(table, rows) : oneVariable(table, rows, form === "power_law_shift");
}

function oneVariable(table: GroupedTable, rows: WeightedRows, shifted: boolean): CurveSpace {
  const reference = shifted ? quantile(table, 0.85) : geometricMean(table, 0);
  const centre = shifted ? quantile(table, Number(process.env.CQ ?? 0.85)) : reference;
  const x = abscissa(table, reference, centre);
  const sums = huberSums(rows.group.length);
  const every = wholeTable(table);
  const everyX = abscissa(table, reference, centre);
  everyX.place(every);
  const held = pairOfSystems(rows, x, sums, false);
  return {
    size: 4,
    held,
    free: shifted ? pairOfSystems(rows, x, sums, true) : held,
    place: () => x.place(rows),
    predict(curve, prediction) {
      const [E, b, k, v] = curve as unknown as [number, number, number, number];
      everyX.shift(v, false);
      for (let g = 0; g < every.groups; g++) prediction[g] = Math.log(E + Math.exp(b - k * everyX.q[g]!));
    },
    publish(curve) {
      const [E, b, k, v] = curve as unknown as [number, number, number, number];
      const e = Math.log(Math.max(E, SMALLEST_E));
      if (!shifted) return [e, b + k * Math.log(reference), k];
      const alpha = k / v;
      const shift = Math.max((reference * (1 - v)) / v, 1e-18 * reference);
      return [e, b + alpha * Math.log(centre - reference + reference / v), Math.log10(shift), alpha];
    }
  };
}

function pairOfSystems(
  rows: WeightedRows,
  x: Abscissa,
  sums: ReturnType<typeof huberSums>,
  free: boolean
): CoordinateSystem[] {
  const infinity = Number.POSITIVE_INFINITY;
  const low = (...bounds: number[]) => (free ? [...bounds, SMALLEST_V] : bounds);
  const high = (...bounds: number[]) => (free ? [...bounds, 1] : bounds);
  const place = (curve: Curve, p: Float64Array) => {
    if (free) p[3] = curve[3]!;
    else x.shift(curve[3]!, false);
  };
  const asymptote = asymptoteObjective(rows, x, sums, free, {
    lower: low(0, -infinity, -infinity),
    upper: high(infinity, infinity, infinity)
  });
  const falling = levelSlopeObjective(rows, x, sums, free, 1, {
    lower: low(-infinity, 0, 0),
    upper: high(infinity, infinity, infinity)
  });
  const rising = levelSlopeObjective(rows, x, sums, free, -1, {
    lower: low(-infinity, -infinity, 0),
    upper: high(infinity, 0, infinity)
  });
  let sign = 1;
  return [
    {
      get objective() {
        return sign > 0 ? falling : rising;
      },
      enter(curve, p) {
        const E = curve[0]!;
        const k = curve[2]!;
        const power = Math.exp(curve[1]!);
        sign = k >= 0 ? 1 : -1;
        p[0] = Math.log(E + power);
        p[1] = (k * power) / (E + power);
        p[2] = Math.abs(k - p[1]!);
        place(curve, p);
        return Number.isFinite(p[0]!) && Number.isFinite(p[1]!) && p[1] !== 0;
      },
      leave(p, curve) {
        const k = p[1]! + sign * p[2]!;
        curve[0] = (Math.exp(p[0]!) * p[2]! * sign) / k;
        curve[1] = p[0]! + Math.log(p[1]! / k);
        curve[2] = k;
        if (free) curve[3] = p[3]!;
      }
    },
    {
      objective: asymptote,
      enter(curve, p) {
        for (let a = 0; a < 3; a++) p[a] = curve[a]!;
        place(curve, p);
        return true;
      },
      leave(p, curve) {
        for (let a = 0; a < 3; a++) curve[a] = p[a]!;
        if (free) curve[3] = p[3]!;
      }
    }
  ];
}

function twoVariables(table: GroupedTable, rows: WeightedRows): CurveSpace {
  const references = [geometricMean(table, 0), geometricMean(table, 1)] as const;
  const q = references.map((reference, i) => table.x[i]!.map((x) => Math.log(x / reference)));
  const system: CoordinateSystem = {
    objective: twoVariableObjective(rows, q[0]!, q[1]!, huberSums(rows.group.length)),
    enter(curve, p) {
      p.set(curve);
      return true;
    },
    leave(p, curve) {
      curve.set(p.subarray(0, 5));
    }
  };
  return {
    size: 5,
    free: [system],
    held: [system],
    place: () => undefined,
    predict(curve, prediction) {
      const [E, b1, k1, b2, k2] = curve as unknown as [number, number, number, number, number];
      for (let g = 0; g < prediction.length; g++)
        prediction[g] = Math.log(E + Math.exp(b1 - k1 * q[0]![g]!) + Math.exp(b2 - k2 * q[1]![g]!));
    },
    publish(curve) {
      const [E, b1, k1, b2, k2] = curve as unknown as [number, number, number, number, number];
      const e = Math.log(Math.max(E, SMALLEST_E));
      return [e, b1 + k1 * Math.log(references[0]), k1, b2 + k2 * Math.log(references[1]), k2];
    }
  };
}

function wholeTable(table: GroupedTable): WeightedRows {
  const groups = table.start.length - 1;
  return {
    groups,
    group: Int32Array.from({length: groups}, (_, g) => g),
    start: table.start,
    y: table.y,
    weight: new Float64Array(table.n).fill(1)
  };
}

/** Geometric mean of a variable over the rows of the table. */
function geometricMean(table: GroupedTable, variable: number): number {
  let sum = 0;
  table.x[variable]!.forEach((x, g) => {
    sum += Math.log(x) * (table.start[g + 1]! - table.start[g]!);
  });
  return Math.exp(sum / table.n);
}

/** The x that a part `share` of the rows does not exceed. */
function quantile(table: GroupedTable, share: number): number {
  const rank = Math.min(table.n - 1, Math.floor(share * table.n));
  const group = table.start.findIndex((start) => start > rank) - 1;
  return table.x[0]![group]!;
}
