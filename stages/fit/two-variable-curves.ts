import {type CoordinateSystem, type Curve, type CurveSpace, logAsymptote, steepnessClass} from "./curve.ts";
import {huberSums} from "./huber.ts";
import {twoVariableObjective} from "./two-variable-objective.ts";
import {type GroupedTable, meanLevel, type WeightedRows} from "./weighted-rows.ts";

/** Exponent times spread of log x, of either variable, in the starts. */
const TURNS = [0.5, 2, 5, -1];
/** Part of the level that is the asymptote. */
const SHARES = [0, 0.6];

/**
 * Two-variable laws E + exp(b1 - k1 q1) + exp(b2 - k2 q2), q = log(x / geometric mean).
 * @param rows the resample that the objective looks at
 */
export function twoVariableCurves(table: GroupedTable, rows: WeightedRows): CurveSpace {
  const references = [smallest(table.x[0]!), smallest(table.x[1]!)] as const;
  const q1 = table.x[0]!.map((x) => Math.log(x / references[0]));
  const q2 = table.x[1]!.map((x) => Math.log(x / references[1]));
  const system: CoordinateSystem = {
    objective: twoVariableObjective(rows, q1, q2, huberSums(rows.group.length)),
    enter(curve, p) {
      p.set(curve);
      return true;
    },
    leave(p, curve) {
      curve.set(p.subarray(0, 5));
    }
  };
  return {
    free: [system],
    held: [system],
    starts: starts(table, spread(q1), spread(q2)),
    rivals: () => [],
    limits: {
      "no asymptote": new Map([[0, 0]]),
      "first constant": new Map([
        [0, 0],
        [2, 0]
      ]),
      "second constant": new Map([
        [0, 0],
        [4, 0]
      ])
    },
    predict(curve, prediction) {
      const [E = 0, b1 = 0, k1 = 0, b2 = 0, k2 = 0] = curve;
      for (let g = 0; g < prediction.length; g++)
        prediction[g] = Math.log(E + Math.exp(b1 - k1 * q1[g]!) + Math.exp(b2 - k2 * q2[g]!));
    },
    kind(curve) {
      const [E = 0, , k1 = 0, , k2 = 0] = curve;
      return (steepnessClass(k1) * 1000 + steepnessClass(k2)) * 2 + (E === 0 ? 1 : 0);
    },
    publish(curve) {
      const [E = 0, b1 = 0, k1 = 0, b2 = 0, k2 = 0] = curve;
      return [logAsymptote(E), b1 + k1 * Math.log(references[0]), k1, b2 + k2 * Math.log(references[1]), k2];
    }
  };
}

function starts(table: GroupedTable, spread1: number, spread2: number): Curve[] {
  const level = Math.exp(meanLevel(table));
  return TURNS.flatMap((turn1) =>
    TURNS.flatMap((turn2) =>
      SHARES.map((share) => {
        const half = Math.log((level * (1 - share)) / 2);
        return Float64Array.of(level * share, half, turn1 / spread1, half, turn2 / spread2);
      })
    )
  );
}

function spread(q: Float64Array): number {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const value of q) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high - low || 1;
}

function smallest(values: Float64Array): number {
  return values.reduce((least, value) => Math.min(least, value));
}
