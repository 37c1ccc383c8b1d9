import {type HuberSums, huberLoss} from "./huber.ts";
import type {Objective} from "./objective.ts";
import type {WeightedRows} from "./weighted-rows.ts";

/** Above this |k| a term is a step between two neighbouring x, and the published formula would lose digits. */
const STEEPEST = 1e4;

/**
 * The two-variable law in the coordinates p = (E, b1, k1, b2, k2):
 *
 *   prediction = log(E + exp(b1 - k1 q1) + exp(b2 - k2 q2)),   E >= 0,   q = log(x / reference).
 *
 * The sum M has second derivatives only within each term, and those of log M are M''/M - J J^T
 * with J = (1, w1, -w1 q1, w2, -w2 q2) / M.
 *
 * @param q1 log(x / reference) of each distinct x, first variable
 * @param q2 the same for the second variable
 */
export function twoVariableObjective(
  rows: WeightedRows,
  q1: Float64Array,
  q2: Float64Array,
  sums: HuberSums
): Objective {
  const size = rows.group.length;
  const prediction = new Float64Array(size);
  const first = new Float64Array(size);
  const second = new Float64Array(size);
  const inverse = new Float64Array(size);
  const j = new Float64Array(5);
  return {
    dimension: 5,
    lower: Float64Array.of(0, -Infinity, -STEEPEST, -Infinity, -STEEPEST),
    upper: Float64Array.of(Infinity, Infinity, STEEPEST, Infinity, STEEPEST),
    loss(p, delta) {
      const E = p[0]!;
      const b1 = p[1]!;
      const k1 = p[2]!;
      const b2 = p[3]!;
      const k2 = p[4]!;
      for (let k = 0; k < rows.groups; k++) {
        const g = rows.group[k]!;
        const w1 = Math.exp(b1 - k1 * q1[g]!);
        const w2 = Math.exp(b2 - k2 * q2[g]!);
        const total = E + w1 + w2;
        const u = 1 / total;
        inverse[k] = u;
        first[k] = w1 * u;
        second[k] = w2 * u;
        prediction[k] = Math.log(total);
      }
      return huberLoss(rows, prediction, delta, sums);
    },
    derivatives(_, gradient, H, R) {
      gradient.fill(0);
      H.fill(0);
      R.fill(0);
      for (let k = 0; k < rows.groups; k++) {
        const g = rows.group[k]!;
        const l1 = q1[g]!;
        const l2 = q2[g]!;
        const s = sums.slope[k]!;
        const c = sums.curvature[k]! - s;
        const m = sums.majorant[k]!;
        const w1 = first[k]!;
        const w2 = second[k]!;
        j[0] = inverse[k]!;
        j[1] = w1;
        j[2] = -w1 * l1;
        j[3] = w2;
        j[4] = -w2 * l2;
        for (let a = 0; a < 5; a++) {
          const ja = j[a]!;
          gradient[a]! += s * ja;
          for (let b = 0; b <= a; b++) {
            H[a * 5 + b]! += c * ja * j[b]!;
            R[a * 5 + b]! += m * ja * j[b]!;
          }
        }
        const s1 = s * w1;
        const s2 = s * w2;
        H[6]! += s1;
        H[11]! -= s1 * l1;
        H[12]! += s1 * l1 * l1;
        H[18]! += s2;
        H[23]! -= s2 * l2;
        H[24]! += s2 * l2 * l2;
      }
    }
  };
}
