import type {WeightedRows} from "./weighted-rows.ts";

/** Sums over the rows of each group that a gradient and a Hessian need. */
export interface HuberSums {
  /** w psi(r), the derivative of the loss by the prediction. */
  readonly slope: Float64Array;
  /** w psi'(r): the weight of rows within delta. */
  readonly curvature: Float64Array;
  /** w psi(r) / r: the curvature of the parabola that lies above the loss and touches it (IRLS). */
  readonly majorant: Float64Array;
}

export function huberSums(groups: number): HuberSums {
  return {
    slope: new Float64Array(groups),
    curvature: new Float64Array(groups),
    majorant: new Float64Array(groups)
  };
}

/** Huber loss of one residual: r^2 / 2 within delta, delta (|r| - delta / 2) beyond. */
export function huber(residual: number, delta: number): number {
  const size = Math.abs(residual);
  return size <= delta ? 0.5 * size * size : delta * (size - 0.5 * delta);
}

/**
 * Sum of w huber(prediction - y) over all rows; fills `sums`.
 * @param prediction logarithm of the fitted value, one a group
 */
export function huberLoss(rows: WeightedRows, prediction: Float64Array, delta: number, sums: HuberSums): number {
  const {groups, start, y, weight} = rows;
  const {slope, curvature, majorant} = sums;
  let loss = 0;
  let i = 0;
  for (let g = 0; g < groups; g++) {
    const end = start[g + 1]!;
    const level = prediction[g]!;
    let signed = 0;
    let near = 0;
    let far = 0;
    let farLoss = 0;
    let nearLoss = 0;
    let nearSlope = 0;
    for (; i < end; i++) {
      const r = level - y[i]!;
      const w = weight[i]!;
      const size = Math.abs(r);
      if (size <= delta) {
        nearLoss += w * r * r;
        nearSlope += w * r;
        near += w;
      } else {
        farLoss += w * (size - 0.5 * delta);
        signed += r > 0 ? w : -w;
        far += w / size;
      }
    }
    loss += 0.5 * nearLoss + delta * farLoss;
    slope[g] = nearSlope + delta * signed;
    curvature[g] = near;
    majorant[g] = near + delta * far;
  }
  return loss;
}
