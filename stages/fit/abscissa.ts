import type {GroupedTable, WeightedRows} from "./weighted-rows.ts";

/**
 * The scale on which a shifted power law is a plain one. With a reference x_ref and
 * v = x_ref / (x_ref + shift) in (0, 1],
 *
 *   q = log((x + shift) / (x_ref + shift)) / v = log(1 + v (x / x_ref - 1)) / v,
 *
 * and A (x + shift)^-alpha = exp(b - k q) with k = alpha v. v = 1 is the power law without a shift (q = log x / x_ref);
 * v -> 0 is the exponential exp(b - k (x / x_ref - 1)), which the shifted power law reaches only at an infinite shift
 * and an infinite exponent. So the flat valley along which both run off has a finite end here.
 */
export interface Abscissa {
  /** q of each group present, at the current v. */
  readonly q: Float64Array;
  /** dq/dv and d2q/dv2, filled where v is free. */
  readonly slope: Float64Array;
  readonly bend: Float64Array;
  /** Makes q that of the groups of `rows`, at the current v. */
  place(rows: WeightedRows): void;
  /** Changes v. */
  shift(v: number, withDerivatives: boolean): void;
}

export function abscissa(table: GroupedTable, reference: number, centre: number): Abscissa {
  const all = table.x[0]!;
  const size = all.length;
  const centreDistance = centre / reference - 1;
  const distance = all.map((x) => x / reference - 1);
  const q = new Float64Array(size);
  const slope = new Float64Array(size);
  const bend = new Float64Array(size);
  let rows: WeightedRows | undefined;
  return {
    q,
    slope,
    bend,
    place(next) {
      rows = next;
    },
    shift(v, withDerivatives) {
      if (!rows) return;
      point(centreDistance, v);
      const [q0, slope0, bend0] = [at.q, at.slope, at.bend];
      for (let k = 0; k < rows.groups; k++) {
        point(distance[rows.group[k]!]!, v);
        q[k] = at.q - q0;
        slope[k] = at.slope - slope0;
        bend[k] = at.bend - bend0;
      }
    }
  };
}
const at = {q: 0, slope: 0, bend: 0};
function point(z: number, v: number): void {
  const vz = v * z;
  if (vz < 1e-3 && vz > -1e-3) {
    at.q = z * (1 - vz * (1 / 2 - vz * (1 / 3 - vz * (1 / 4 - vz / 5))));
    at.slope = z * z * (-1 / 2 + vz * (2 / 3 - vz * (3 / 4 - vz * (4 / 5))));
    at.bend = z * z * z * (2 / 3 - vz * (3 / 2 - vz * (12 / 5)));
    return;
  }
  const value = (vz < -0.5 ? Math.log(1 - v + (vz + v)) : Math.log1p(vz)) / v;
  const ratio = z / (1 + vz);
  at.q = value;
  at.slope = (ratio - value) / v;
  at.bend = (-ratio * ratio - 2 * at.slope) / v;
}
