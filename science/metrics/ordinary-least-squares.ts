import {choleskyInPlace, pivotedFactor, solveCholesky} from "../linear-algebra/cholesky.ts";
import {leastSquares} from "../linear-algebra/least-squares.ts";
import {type Matrix, selectRows, transposed} from "../linear-algebra/matrix.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {centredTargets, type Regression} from "./regression.ts";
import {gramOf} from "./sample-kernel.ts";
import {
  centredOnTraining,
  predictFromDual,
  predictFromWeights,
  trainingGram,
  trainingTargets
} from "./training-rows.ts";

/**
 * Linear regression with intercept, the shortest weights where several fit equally well. (scikit-learn's
 * `LinearRegression` agrees where the features have full column rank; with more features than images it also fits a
 * direction that centring has emptied, whose weights are rounding errors.)
 */
export function ordinaryLeastSquares(product: TransposedProduct): Regression {
  return async (kernel, targets, train) => {
    const centred = centredTargets(targets, train);
    const right = trainingTargets(centred.residual, train);
    if (kernel.features) {
      const X = centredOnTraining(kernel.features, train);
      const weights = await leastSquares(selectRows(X, train), right, product);
      return predictFromWeights(X, weights, centred.means, product);
    }
    const dual = await shortestDual(await gramOf(kernel, product), right, train, product);
    return predictFromDual(kernel, dual, train, centred.means);
  };
}

/** K^+ y for each row y, of sum 0, of `right`. */
async function shortestDual(
  gram: Matrix,
  right: Matrix,
  train: Uint32Array,
  product: TransposedProduct
): Promise<Matrix> {
  // Centring leaves K the null vector 1; a constant added to K fills it, and changes nothing for y orthogonal to it.
  const K = trainingGram(gram, train);
  const n = K.rows;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += K.values[i * (n + 1)]!;
  const constant = sum / n / n;
  for (let i = 0; i < K.values.length; i++) K.values[i]! += constant;
  if (await choleskyInPlace(K, product)) {
    await solveCholesky(K, right, product);
    return right;
  }
  // Images that depend on others: with K = F F', K^+ = F (F'F)^-2 F'.
  const F = pivotedFactor(trainingGram(gram, train));
  const ofColumns = transposed(F);
  const square = await product(ofColumns, ofColumns);
  if (!(await choleskyInPlace(square, product))) throw new Error("a factor of full rank has a singular square");
  const coefficients = await product(right, ofColumns);
  await solveCholesky(square, coefficients, product);
  await solveCholesky(square, coefficients, product);
  return product(coefficients, F);
}
