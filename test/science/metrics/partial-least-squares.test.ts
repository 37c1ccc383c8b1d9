import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {dot, matrix, matrixOf, rowOf, transposed} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {partialLeastSquares} from "../../../science/metrics/partial-least-squares.ts";
import {gramOf, kernelOfFeatures, kernelOfGram} from "../../../science/metrics/sample-kernel.ts";
import {assertClose} from "./close.ts";
import {randomMatrix} from "./random-matrix.ts";

/** scikit-learn 1.2.1's `PLSRegression(25, scale=False)` on all rows. */
const golden = JSON.parse(readFileSync(new URL("metrics.golden.json", import.meta.url), "utf8"));
const {n_iter, prediction_first3rows} = golden.expected.pls_fit_all_rows;
const held = kernelOfFeatures(matrixOf(golden.X), plainProduct);
const targets = transposed(matrixOf(golden.Y));
const all = (count: number) => Uint32Array.from({length: count}, (_, i) => i);

describe("scikit-learn's iterations and predictions", () => {
  for (const form of ["the features", "their Gram matrix"])
    test(`from ${form}`, async () => {
      const kernel = form === "the features" ? held : kernelOfGram(await gramOf(held, plainProduct), plainProduct);
      const {iterations, predictions} = await partialLeastSquares(kernel, targets, all(135), plainProduct);
      assert.deepEqual(iterations, n_iter);
      const rows = transposed(predictions);
      assertClose(rows.values.subarray(0, 3 * 12), prediction_first3rows.flat());
    });
});

test("one target needs one pass a component", async () => {
  const {iterations} = await partialLeastSquares(held, matrix(1, 135, rowOf(targets, 0)), all(135), plainProduct);
  assert.deepEqual(iterations, Array(25).fill(1));
});

test("as many components as features are least squares: residuals are orthogonal to the features", async () => {
  const X = randomMatrix(50, 8, 1);
  const Y = randomMatrix(3, 50, 2);
  const {predictions} = await partialLeastSquares(kernelOfFeatures(X, plainProduct), Y, all(50), plainProduct, {
    components: 8
  });
  const ofColumns = transposed(X);
  for (let j = 0; j < 3; j++) {
    const residual = rowOf(Y, j).map((value, i) => value - rowOf(predictions, j)[i]!);
    for (let k = 0; k < 8; k++) assert.ok(Math.abs(dot(rowOf(ofColumns, k), residual)) < 1e-9);
  }
});

test("components end where the features are exhausted", async () => {
  const narrow = randomMatrix(60, 4, 3);
  const X = await plainProduct(narrow, randomMatrix(30, 4, 4));
  const {iterations} = await partialLeastSquares(
    kernelOfFeatures(X, plainProduct),
    randomMatrix(3, 60, 5),
    all(60),
    plainProduct
  );
  assert.equal(iterations.length, 4);
});

test("targets that do not vary are predicted as they are", async () => {
  const still = matrix(2, 135, new Float64Array(270).fill(0.125));
  const {iterations, predictions} = await partialLeastSquares(held, still, all(135), plainProduct);
  assert.deepEqual(iterations, []);
  assert.ok(predictions.values.every((value) => value === 0.125));
});

test("images that are not trained on play no part in the fit", async () => {
  const train = all(100);
  const spoilt = matrix(
    12,
    135,
    targets.values.map((value, at) => (at % 135 < 100 ? value : Number.NaN))
  );
  const clean = await partialLeastSquares(held, targets, train, plainProduct);
  assert.deepEqual(await partialLeastSquares(held, spoilt, train, plainProduct), clean);
});
