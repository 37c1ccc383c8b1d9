import {type Abscissa, abscissa} from "./abscissa.ts";
import {asymptoteObjective} from "./asymptote-objective.ts";
import {type CoordinateSystem, type Curve, type CurveSpace, logAsymptote, steepnessClass} from "./curve.ts";
import {huberSums} from "./huber.ts";
import {levelSlopeObjective} from "./level-slope-objective.ts";
import {type GroupedTable, meanLevel, quantile, type WeightedRows, wholeTable} from "./weighted-rows.ts";

/** At this v the curve is an exponential to 1e-5; below it, the published formula would lose digits of the loss. */
const SMALLEST_V = 1e-5;

/** Above this |k| a curve is a step between two neighbouring x, and the published formula would lose digits. */
const STEEPEST = {plain: 1e4, shifted: 1e3};

/** (1 - v) / v of the starts: from no shift to an exponential, denser where the released optima compete. */
const SHIFTS = [
  0.001, 0.003, 0.008, 0.018, 0.03, 0.045, 0.06, 0.08, 0.105, 0.14, 0.2, 0.3, 0.5, 0.8, 1.3, 2.2, 4, 9, 20, 200, 99998
];

/** The same, fewer: at a held shift there is hardly more than one minimum, so these find what the pool has not. */
const RIVAL_SHIFTS = [0.003, 0.018, 0.045, 0.1, 0.3, 0.8, 4, 99998];

/** Shapes of a start: k times the spread of q, and the part of the level that is the asymptote. */
const SHAPES = {
  plain: [0.9, 2.7, 9, -4.5].map((turn, i) => ({turn, share: [0, 0.5, 0.9, 0.5][i]!})),
  shifted: [2.7, -4.5].map((turn) => ({turn, share: 0.5})),
  fewPoints: [0.2, 0.9, 2.7, 7, 18, 45, 100, -0.9, -4.5, -27].flatMap((turn) =>
    [0, 0.4, 0.8, 0.95].map((share) => ({turn, share}))
  ),
  fewPointsShifted: [0.9, 2.7, 9, 45, -4.5].flatMap((turn) => [0, 0.8].map((share) => ({turn, share})))
};
/** Up to this many points a resample may have optima far from all others, and costs next to nothing. */
const FEW_POINTS = 12;

/**
 * Power laws E + exp(b - k q(x; v)), v free for the shifted form and 1 for the plain one.
 * @param rows the resample that the objectives look at
 */
export function oneVariableCurves(table: GroupedTable, rows: WeightedRows, shifted: boolean): CurveSpace {
  const reference = quantile(table, 0.85);
  const centre = table.x[0]![0]!;
  const here = abscissa(table, rows, reference, centre);
  const everywhere = abscissa(table, wholeTable(table), reference, centre);
  const held = systems(rows, here, false);
  return {
    held,
    free: shifted ? systems(rows, here, true) : held,
    starts: starts(table, everywhere, shifted),
    rivals: (curve) => (shifted ? RIVAL_SHIFTS.map((shift) => curve.with(3, 1 / (1 + shift))) : []),
    limits: {
      "no asymptote": new Map([[0, 0]]),
      constant: new Map([
        [0, 0],
        [2, 0]
      ]),
      ...(shifted && {"no shift": new Map([[3, 1]]), exponential: new Map([[3, SMALLEST_V]])})
    },
    predict(curve, prediction) {
      const [E = 0, b = 0, k = 0, v = 1] = curve;
      everywhere.shift(v);
      for (let g = 0; g < prediction.length; g++) prediction[g] = Math.log(E + Math.exp(b - k * everywhere.q[g]!));
    },
    kind(curve) {
      const [E = 0, , k = 0, v = 1] = curve;
      const place = shifted ? Math.round(3 * Math.log((1 - v + 1e-6) / v)) : steepnessClass(k);
      return place * 2 + (E === 0 ? 1 : 0);
    },
    publish(curve) {
      const [E = 0, b = 0, k = 0, v = 1] = curve;
      const alpha = k / v;
      if (!shifted) return [logAsymptote(E), b + alpha * Math.log(centre), alpha];
      const lambda = Math.log10(Math.max((reference * (1 - v)) / v, 1e-18 * reference));
      return [logAsymptote(E), b + alpha * Math.log(centre + 10 ** lambda), lambda, alpha];
    }
  };
}

function starts(table: GroupedTable, x: Abscissa, shifted: boolean): Curve[] {
  const level = Math.exp(meanLevel(table));
  const few = table.n <= FEW_POINTS;
  const shapes = shifted ? (few ? SHAPES.fewPointsShifted : SHAPES.shifted) : few ? SHAPES.fewPoints : SHAPES.plain;
  return (shifted ? SHIFTS : [0]).flatMap((shift) => {
    const v = 1 / (1 + shift);
    x.shift(v);
    const spread = x.q.at(-1)! - x.q[0]! || 1;
    return shapes.map(({turn, share}) =>
      Float64Array.of(level * share, Math.log(level * (1 - share)), turn / spread, v)
    );
  });
}

/** The two coordinate systems. Neither alone is enough: each creeps where the other walks. */
function systems(rows: WeightedRows, x: Abscissa, free: boolean): CoordinateSystem[] {
  const infinity = Number.POSITIVE_INFINITY;
  const sums = huberSums(rows.group.length);
  const bounds = (lower: number[], upper: number[]) =>
    free ? {lower: [...lower, SMALLEST_V], upper: [...upper, 1]} : {lower, upper};
  const steep = free ? STEEPEST.shifted : STEEPEST.plain;
  const falling = levelSlopeObjective(rows, x, sums, free, 1, bounds([-infinity, 0, 0], [infinity, steep, steep]));
  const rising = levelSlopeObjective(rows, x, sums, free, -1, bounds([-infinity, -steep, 0], [infinity, 0, steep]));
  const enterShift = (curve: Curve, p: Float64Array) => {
    if (free) p[3] = curve[3]!;
    else x.shift(curve[3]!);
  };
  const leaveShift = (p: Float64Array, curve: Curve) => {
    if (free) curve[3] = p[3]!;
  };
  const levelSlope: CoordinateSystem = {
    objective: falling,
    enter(curve, p) {
      const [E = 0, b = 0, k = 0] = curve;
      const power = Math.exp(b);
      this.objective = k < 0 ? rising : falling;
      p[0] = Math.log(E + power);
      p[1] = E === 0 ? k : (k * power) / (E + power);
      p[2] = Math.abs(k - p[1]);
      enterShift(curve, p);
      return Number.isFinite(p[0]) && Number.isFinite(p[1]) && p[1] !== 0;
    },
    leave(p, curve) {
      const sign = this.objective === rising ? -1 : 1;
      const k = p[1]! + sign * p[2]!;
      const level = p[1] === 0;
      curve[0] = level || p[2] === 0 ? 0 : (Math.exp(p[0]!) * p[2]! * sign) / k;
      curve[1] = level ? p[0]! : p[0]! + Math.log(p[1]! / k);
      curve[2] = level ? 0 : k;
      leaveShift(p, curve);
    }
  };
  const asymptote: CoordinateSystem = {
    objective: asymptoteObjective(rows, x, sums, free, bounds([0, -infinity, -steep], [infinity, infinity, steep])),
    enter(curve, p) {
      for (let a = 0; a < 3; a++) p[a] = curve[a]!;
      enterShift(curve, p);
      return true;
    },
    leave(p, curve) {
      for (let a = 0; a < 3; a++) curve[a] = p[a]!;
      leaveShift(p, curve);
    }
  };
  return [levelSlope, asymptote];
}
