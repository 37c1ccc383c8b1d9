import type {Abscissa} from "./abscissa.ts";
import {type HuberSums, huberLoss} from "./huber.ts";
import type {Objective} from "./objective.ts";
import type {WeightedRows} from "./weighted-rows.ts";

/**
 * The power law in the coordinates p = (E, b, k[, v]):
 *
 *   prediction = log(E + exp(b - k q)),   E >= 0,   v as in `abscissa`.
 *
 * E itself, and not its logarithm, is a coordinate: a vanishing asymptote is then a bound with a sign test instead
 * of an endless slope. With w = exp(b - k q) / (E + exp(b - k q)) and u = 1 / (E + exp(b - k q)) the derivatives are
 * J = (u, w, -w q, -w k q'), and those of second order follow from dw/db = w (1 - w), du/dE = -u^2, du/db = -u w.
 *
 * @param free true where v is a parameter too, false where it is held
 */
export function asymptoteObjective(
  rows: WeightedRows,
  x: Abscissa,
  sums: HuberSums,
  free: boolean,
  bounds: {lower: number[]; upper: number[]}
): Objective {
  const size = rows.group.length;
  const dimension = free ? 4 : 3;
  const share = new Float64Array(size);
  const inverse = new Float64Array(size);
  const prediction = new Float64Array(size);
  const {q, slope: qv, bend: qvv} = x;
  return {
    dimension,
    lower: Float64Array.from(bounds.lower),
    upper: Float64Array.from(bounds.upper),
    loss(p, delta) {
      const E = p[0]!;
      const b = p[1]!;
      const k = p[2]!;
      if (free) x.shift(p[3]!);
      for (let g = 0; g < rows.groups; g++) {
        const power = Math.exp(b - k * q[g]!);
        const total = E + power;
        const u = 1 / total;
        inverse[g] = u;
        share[g] = power * u;
        prediction[g] = Math.log(total);
      }
      return huberLoss(rows, prediction, delta, sums);
    },
    derivatives(p, gradient, H, R) {
      const k = p[2]!;
      const {slope, curvature, majorant} = sums;
      let g0 = 0;
      let g1 = 0;
      let g2 = 0;
      let g3 = 0;
      let h00 = 0;
      let h10 = 0;
      let h11 = 0;
      let h20 = 0;
      let h21 = 0;
      let h22 = 0;
      let h30 = 0;
      let h31 = 0;
      let h32 = 0;
      let h33 = 0;
      let r00 = 0;
      let r10 = 0;
      let r11 = 0;
      let r20 = 0;
      let r21 = 0;
      let r22 = 0;
      let r30 = 0;
      let r31 = 0;
      let r32 = 0;
      let r33 = 0;
      for (let g = 0; g < rows.groups; g++) {
        const s = slope[g]!;
        const c = curvature[g]!;
        const m = majorant[g]!;
        const j0 = inverse[g]!;
        const j1 = share[g]!;
        const t2 = -q[g]!;
        const j2 = j1 * t2;
        const s1 = s * j1;
        const bend = s1 * (1 - j1);
        const c0 = (c - s) * j0;
        g0 += s * j0;
        g1 += s1;
        g2 += s * j2;
        h00 += c0 * j0;
        h10 += c0 * j1;
        h11 += c * j1 * j1 + bend;
        h20 += c0 * j2;
        h21 += c * j1 * j2 + bend * t2;
        h22 += c * j2 * j2 + bend * t2 * t2;
        r00 += m * j0 * j0;
        r10 += m * j0 * j1;
        r11 += m * j1 * j1;
        r20 += m * j0 * j2;
        r21 += m * j1 * j2;
        r22 += m * j2 * j2;
        if (!free) continue;
        const t3 = -k * qv[g]!;
        const j3 = j1 * t3;
        g3 += s * j3;
        h30 += c0 * j3;
        h31 += c * j1 * j3 + bend * t3;
        h32 += c * j2 * j3 + bend * t2 * t3 - s1 * qv[g]!;
        h33 += c * j3 * j3 + bend * t3 * t3 - s1 * k * qvv[g]!;
        r30 += m * j0 * j3;
        r31 += m * j1 * j3;
        r32 += m * j2 * j3;
        r33 += m * j3 * j3;
      }
      gradient[0] = g0;
      gradient[1] = g1;
      gradient[2] = g2;
      H[0] = h00;
      H[dimension] = h10;
      H[dimension + 1] = h11;
      H[2 * dimension] = h20;
      H[2 * dimension + 1] = h21;
      H[2 * dimension + 2] = h22;
      R[0] = r00;
      R[dimension] = r10;
      R[dimension + 1] = r11;
      R[2 * dimension] = r20;
      R[2 * dimension + 1] = r21;
      R[2 * dimension + 2] = r22;
      if (!free) return;
      gradient[3] = g3;
      H[12] = h30;
      H[13] = h31;
      H[14] = h32;
      H[15] = h33;
      R[12] = r30;
      R[13] = r31;
      R[14] = r32;
      R[15] = r33;
    }
  };
}
