import type {GroupedTable, WeightedRows} from "./weighted-rows.ts";

/**
 * The scale on which a shifted power law is a plain one. With a reference x_ref and
 * v = x_ref / (x_ref + shift) in (0, 1],
 *
 *   q = log((x + shift) / (centre + shift)) / v,
 *
 * and A (x + shift)^-alpha = exp(b - k q) with k = alpha v. v = 1 is the power law without a shift;
 * v -> 0 is the exponential exp(b - k (x - centre) / x_ref), which the shifted power law reaches only at an infinite
 * shift and an infinite exponent. So the flat valley along which both run off has a finite end here.
 */
export interface Abscissa {
  /** q of each group present, at the current v. */
  readonly q: Float64Array;
  /** dq/dv and d2q/dv2. */
  readonly slope: Float64Array;
  readonly bend: Float64Array;
  /** Changes v. */
  shift(v: number): void;
}

/**
 * @param centre the x at which q = 0. A smallest x keeps b, the logarithm of the power term there, well determined
 * where the term dies away within the data; the descents are then several times shorter.
 */
export function abscissa(table: GroupedTable, rows: WeightedRows, reference: number, centre: number): Abscissa {
  const ratio = table.x[0]!.map((x) => x / reference);
  const q = new Float64Array(ratio.length);
  const slope = new Float64Array(ratio.length);
  const bend = new Float64Array(ratio.length);
  const here = {q: 0, slope: 0, bend: 0};
  return {
    q,
    slope,
    bend,
    shift(v) {
      stretch(centre / reference, v, here);
      const origin = {...here};
      for (let k = 0; k < rows.groups; k++) {
        stretch(ratio[rows.group[k]!]!, v, here);
        q[k] = here.q - origin.q;
        slope[k] = here.slope - origin.slope;
        bend[k] = here.bend - origin.bend;
      }
    }
  };
}

/** log(1 + v (r - 1)) / v with its first two derivatives by v; a series where they would cancel. */
function stretch(r: number, v: number, out: {q: number; slope: number; bend: number}): void {
  const z = r - 1;
  const vz = v * z;
  if (vz < 1e-3 && vz > -1e-3) {
    out.q = z * (1 - vz * (1 / 2 - vz * (1 / 3 - vz * (1 / 4 - vz / 5))));
    out.slope = z * z * (-1 / 2 + vz * (2 / 3 - vz * (3 / 4 - vz * (4 / 5))));
    out.bend = z * z * z * (2 / 3 - vz * (3 / 2 - vz * (12 / 5)));
    return;
  }
  const q = (vz < -0.5 ? Math.log(1 - v + v * r) : Math.log1p(vz)) / v;
  const steepness = z / (1 - v + v * r);
  out.q = q;
  out.slope = (steepness - q) / v;
  out.bend = (-steepness * steepness - 2 * out.slope) / v;
}
