import {choleskyInPlace, solveCholesky} from "../linear-algebra/cholesky.ts";
import {type Matrix, matrix, selectRows, transposed} from "../linear-algebra/matrix.ts";
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
 * Ridge regression with an unpenalised intercept: least |Y - X B|^2 + alpha |B|^2. Solved for the weights where they
 * are no more than the images, (X'X + alpha) B = X'Y, else for the images, (X X' + alpha) A = Y with B = X'A.
 */
export function ridge(product: TransposedProduct, alpha = 1): Regression {
  return async (kernel, targets, train) => {
    const centred = centredTargets(targets, train);
    const right = trainingTargets(centred.residual, train);
    if (kernel.features && kernel.features.columns <= kernel.rows) {
      const X = centredOnTraining(kernel.features, train);
      const ofColumns = transposed(selectRows(X, train));
      const weights = matrix(right.rows, X.columns, (await product(right, ofColumns)).values);
      await penalise(weights, await product(ofColumns, ofColumns), alpha, product);
      return predictFromWeights(X, weights, centred.means, product);
    }
    await penalise(right, trainingGram(await gramOf(kernel, product), train), alpha, product);
    return predictFromDual(kernel, right, train, centred.means);
  };
}

/** Solves (A + alpha) x = b for each row b of `right`, in place of both. */
async function penalise(right: Matrix, A: Matrix, alpha: number, product: TransposedProduct): Promise<void> {
  for (let i = 0; i < A.rows; i++) A.values[i * (A.rows + 1)]! += alpha;
  if (!(await choleskyInPlace(A, product)))
    throw new Error(`features too large for a penalty of ${alpha} in double precision`);
  await solveCholesky(A, right, product);
}
