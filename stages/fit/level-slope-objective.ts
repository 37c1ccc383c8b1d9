import type {Abscissa} from "./abscissa.ts";
import {type HuberSums, huberLoss} from "./huber.ts";
import type {Objective} from "./objective.ts";
import type {WeightedRows} from "./weighted-rows.ts";

/**
 * The power law in the coordinates p = (m, beta, gamma[, v]): level and slope at q = 0, and what the asymptote bends:
 *
 *   prediction = m + log(1 + beta h),   h = (exp(-k q) - 1) / k,   k = beta + sign gamma,   gamma >= 0.
 *
 * gamma = 0 is exactly E = 0; E = e^m sign gamma / k and exp(b) = e^m beta / k. For small k, where E and exp(b)
 * nearly cancel in the other coordinates, these stay well conditioned.
 *
 * @param free true where v is a parameter too, false where it is held
 * @param sign 1 for curves that fall (k, beta >= 0), -1 for curves that rise (k, beta <= 0)
 */
export function levelSlopeObjective(
  rows: WeightedRows,
  x: Abscissa,
  sums: HuberSums,
  free: boolean,
  sign: 1 | -1,
  bounds: {lower: number[]; upper: number[]}
): Objective {
  const size = rows.group.length;
  const dimension = free ? 4 : 3;
  const prediction = new Float64Array(size);
  const decay = new Float64Array(size);
  const rise = new Float64Array(size);
  const inverse = new Float64Array(size);
  const {q: abscissae, slope: qv, bend: qvv} = x;
  return {
    dimension,
    lower: Float64Array.from(bounds.lower),
    upper: Float64Array.from(bounds.upper),
    loss(p, delta) {
      const m = p[0]!;
      const beta = p[1]!;
      const k = beta + sign * p[2]!;
      const perK = 1 / k;
      if (free) x.shift(p[3]!);
      for (let g = 0; g < rows.groups; g++) {
        const q = abscissae[g]!;
        const t = k * q;
        const power = Math.exp(-t);
        const h = t < 0.02 && t > -0.02 ? -q * hSeries(t) : (power - 1) * perK;
        const total = 1 + beta * h;
        decay[g] = power;
        rise[g] = h;
        inverse[g] = 1 / total;
        prediction[g] = m + Math.log(total);
      }
      return huberLoss(rows, prediction, delta, sums);
    },
    derivatives(p, gradient, H, R) {
      const beta = p[1]!;
      const k = beta + sign * p[2]!;
      const perK = 1 / k;
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
        const q = abscissae[g]!;
        const h = rise[g]!;
        const t = k * q;
        let hk: number;
        let hkk: number;
        if (t < 0.02 && t > -0.02) {
          hk = q * q * hkSeries(t);
          hkk = q * q * q * hkkSeries(t);
        } else {
          hk = -(q * decay[g]! + h) * perK;
          hkk = (q * q * decay[g]! - 2 * hk) * perK;
        }
        const u = inverse[g]!;
        const byBeta = h * u;
        const byK = beta * hk * u;
        const byBetaK = hk * u - byBeta * byK;
        const byKK = beta * hkk * u - byK * byK;
        const j1 = byBeta + byK;
        const j2 = sign * byK;
        const cj1 = c * j1;
        const cj2 = c * j2;
        g0 += s;
        g1 += s * j1;
        g2 += s * j2;
        h00 += c;
        h10 += cj1;
        h11 += cj1 * j1 + s * (2 * byBetaK + byKK - byBeta * byBeta);
        h20 += cj2;
        h21 += cj1 * j2 + s * sign * (byBetaK + byKK);
        h22 += cj2 * j2 + s * byKK;
        r00 += m;
        r10 += m * j1;
        r11 += m * j1 * j1;
        r20 += m * j2;
        r21 += m * j1 * j2;
        r22 += m * j2 * j2;
        if (!free) continue;
        const hq = -decay[g]!;
        const byQ = beta * hq * u;
        const byBetaQ = hq * u - byBeta * byQ;
        const byKQ = -beta * q * hq * u - byK * byQ;
        const byQQ = -beta * k * hq * u - byQ * byQ;
        const dq = qv[g]!;
        const j3 = byQ * dq;
        g3 += s * j3;
        h30 += c * j3;
        h31 += cj1 * j3 + s * (byBetaQ + byKQ) * dq;
        h32 += cj2 * j3 + s * sign * byKQ * dq;
        h33 += c * j3 * j3 + s * (byQQ * dq * dq + byQ * qvv[g]!);
        r30 += m * j3;
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

/** (1 - exp(-t)) / t for small t. */
function hSeries(t: number): number {
  return 1 - t * (1 / 2 - t * (1 / 6 - t * (1 / 24 - t * (1 / 120 - t / 720))));
}

/** d/dk of h over q^2, for small t = k q. */
function hkSeries(t: number): number {
  return 1 / 2 - t * (1 / 3 - t * (1 / 8 - t * (1 / 30 - t / 144)));
}

/** d2/dk2 of h over q^3, for small t = k q. */
function hkkSeries(t: number): number {
  return -1 / 3 + t * (1 / 4 - t * (1 / 10 - t * (1 / 36 - t / 168)));
}
