/** A loss as a function of a few bounded parameters, in one coordinate system. */
export interface Objective {
  /** Number of parameters. */
  readonly dimension: number;
  readonly lower: Float64Array;
  readonly upper: Float64Array;
  /** Loss at `p`; what `derivatives` needs is kept until the next call. NaN outside of the domain. */
  loss(p: Float64Array, delta: number): number;
  /**
   * Derivatives at the `p` of the last call of `loss`.
   * @param gradient dimension
   * @param hessian dimension x dimension, the lower triangle
   * @param majorant dimension x dimension, the lower triangle: the matrix of iteratively reweighted least squares
   */
  derivatives(p: Float64Array, gradient: Float64Array, hessian: Float64Array, majorant: Float64Array): void;
}
