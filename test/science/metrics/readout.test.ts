import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {test} from "node:test";
import {featuresOf} from "../../../science/linear-algebra/features.ts";
import {matrix, matrixOf, rowOf} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";
import {logisticReadout} from "../../../science/metrics/readout.ts";
import {assertClose} from "./close.ts";
import {randomMatrix} from "./random-matrix.ts";

/** scikit-learn 1.2.1's `StandardScaler` and multinomial `LogisticRegression(C=1e-3)`, converged. */
const golden = JSON.parse(readFileSync(new URL("readout.golden.json", import.meta.url), "utf8"));
const {expected} = golden;

test("the probabilities of images that were not fitted are scikit-learn's, converged", async () => {
  const features = featuresOf(matrixOf([...golden.fit_X, ...golden.test_X]));
  const {classes, probabilities} = await logisticReadout(features, golden.fit_labels, plainProduct);
  assert.deepEqual(classes, expected.class_order);
  const tested = probabilities.values.subarray(120 * 6);
  assertClose(tested, expected.probabilities_converged_tol_1e_12.flat(), 1e-8);
  assertClose(tested, expected.probabilities_sklearn_1_2_1_default_tol.flat(), 1e-6);
});

test("each feature given twice is each feature once with twice the C, however many there are", async () => {
  const labels = Array.from({length: 40}, (_, i) => `class ${i % 3}`);
  const X = randomMatrix(40, 7000, 1);
  const twice = matrix(40, 14_000);
  for (let i = 0; i < 40; i++) for (const start of [0, 7000]) twice.values.set(rowOf(X, i), i * 14_000 + start);
  const once = await logisticReadout(featuresOf(X), labels, plainProduct, {C: 2e-3});
  const doubled = await logisticReadout(featuresOf(twice), labels, plainProduct);
  assertClose(doubled.probabilities.values, once.probabilities.values, 1e-8);
});

test("one class, and more labels than images, are refused", async () => {
  const X = featuresOf(randomMatrix(4, 3, 2));
  await assert.rejects(logisticReadout(X, ["a", "a", "a", "a"], plainProduct), /two classes/);
  await assert.rejects(logisticReadout(X, ["a", "b", "a", "b", "a"], plainProduct), /5 labels for 4 images/);
});
