import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {choleskyInPlace, pivotedFactor, solveCholesky} from "../../../science/linear-algebra/cholesky.ts";
import {leastSquares} from "../../../science/linear-algebra/least-squares.ts";
import {dot, matrix, matrixOf, rowOf, transposed} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {assertClose} from "../metrics/close.ts";
import {randomMatrix} from "../metrics/random-matrix.ts";

describe("Cholesky", () => {
  for (const size of [6, 300])
    test(`solves a positive definite system of ${size}`, async () => {
      const F = randomMatrix(size, 2 * size, 1);
      const A = plainProduct(F, F);
      const x = randomMatrix(2, size, 2);
      const right = plainProduct(x, A);
      const L = matrix(size, size, A.values.slice());
      assert.equal(await choleskyInPlace(L, plainProduct), true);
      await solveCholesky(L, right, plainProduct);
      assertClose(right.values, x.values);
    });

  test("says where the rank is short", async () => {
    for (const size of [6, 300]) {
      const F = randomMatrix(size, size / 2, 1);
      assert.equal(await choleskyInPlace(plainProduct(F, F), plainProduct), false);
    }
  });

  test("with pivots, factors a matrix of any rank", () => {
    const F = randomMatrix(8, 3, 4);
    const A = plainProduct(F, F);
    const factor = pivotedFactor(A);
    assert.equal(factor.columns, 3);
    assertClose(plainProduct(factor, factor).values, A.values);
  });
});

describe("least squares", () => {
  const Y = randomMatrix(2, 12, 5);
  const residualsAreOrthogonal = (X: ReturnType<typeof matrix>, B: ReturnType<typeof matrix>) => {
    const predictions = plainProduct(B, X);
    for (let t = 0; t < 2; t++) {
      const residual = rowOf(Y, t).map((value, i) => value - rowOf(predictions, t)[i]!);
      for (let j = 0; j < X.columns; j++) assertClose([dot(rowOf(transposed(X), j), residual)], [0]);
    }
  };

  test("of full rank", async () => {
    const X = randomMatrix(12, 5, 6);
    residualsAreOrthogonal(X, await leastSquares(X, Y, plainProduct));
  });

  test("with dependent columns: still least, and the shortest", async () => {
    const X = plainProduct(randomMatrix(12, 3, 7), randomMatrix(7, 3, 8));
    const B = await leastSquares(X, Y, plainProduct);
    residualsAreOrthogonal(X, B);
    // The shortest solution is a combination of the rows of X: adding them as observations of it changes nothing.
    const combination = await leastSquares(transposed(X), B, plainProduct);
    assertClose(plainProduct(combination, transposed(X)).values, B.values);
  });

  test("with more columns than rows: exact, and the shortest", async () => {
    const X = randomMatrix(12, 20, 9);
    const B = await leastSquares(X, Y, plainProduct);
    assertClose(plainProduct(B, X).values, Y.values);
    const combination = await leastSquares(transposed(X), B, plainProduct);
    assertClose(plainProduct(combination, transposed(X)).values, B.values);
  });

  test("of nothing but zeros is zero", async () => {
    assert.deepEqual([...(await leastSquares(matrix(12, 2), Y, plainProduct)).values], [0, 0, 0, 0]);
    assertClose(
      (
        await leastSquares(
          matrixOf([
            [1, 0],
            [2, 0]
          ]),
          matrixOf([[2, 4]]),
          plainProduct
        )
      ).values,
      [2, 0]
    );
  });
});
