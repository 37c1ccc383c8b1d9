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

export function abscissa(table: GroupedTable, reference: number): Abscissa {
  const all = table.x[0]!;
  const size = all.length;
  const logs = all.map((x) => Math.log(x / reference));
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
      const inverse = 1 / v;
      for (let k = 0; k < rows.groups; k++) {
        const g = rows.group[k]!;
        const z = distance[g]!;
        const vz = v * z;
        if (vz < 1e-3 && vz > -1e-3) {
          q[k] = z * (1 - vz * (1 / 2 - vz * (1 / 3 - vz * (1 / 4 - vz / 5))));
          if (!withDerivatives) continue;
          slope[k] = z * z * (-1 / 2 + vz * (2 / 3 - vz * (3 / 4 - vz * (4 / 5))));
          bend[k] = z * z * z * (2 / 3 - vz * (3 / 2 - vz * (12 / 5)));
          continue;
        }
        const value = (v === 1 ? logs[g]! : vz < -0.5 ? Math.log(1 - v + (vz + v)) : Math.log1p(vz)) * inverse;
        q[k] = value;
        if (!withDerivatives) continue;
        const ratio = z / (1 + vz);
        const first = (ratio - value) * inverse;
        slope[k] = first;
        bend[k] = (-ratio * ratio - 2 * first) * inverse;
      }
    }
  };
}
