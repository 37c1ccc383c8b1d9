import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import * as z from "zod";
import {principalComponents} from "../../../science/activations/principal-components.ts";
import {featuresOf} from "../../../science/linear-algebra/features.ts";
import {matrixOf, rowOf} from "../../../science/linear-algebra/matrix.ts";
import {plainProduct} from "../../../science/linear-algebra/products.ts";

const numbers = z.array(z.array(z.number()));
const golden = z
  .looseObject({fitting: numbers, features: numbers, scores: numbers, share: z.number()})
  .parse(JSON.parse(readFileSync(new URL("principal-components.golden.json", import.meta.url), "utf8")));
const fitting = featuresOf(matrixOf(golden.fitting));
const features = featuresOf(matrixOf(golden.features));

describe("principal components", () => {
  test("give scikit-learn's scores, signs included", async () => {
    const components = await principalComponents(fitting, 8, plainProduct);
    const scores = await components.project(features);
    assert.equal(components.count, 8);
    assert.ok(Math.abs(components.share - golden.share) < 1e-12);
    golden.scores.forEach((row, image) => {
      row.forEach((score, k) => {
        const found = rowOf(scores, image)[k]!;
        assert.ok(Math.abs(found - score) < 1e-10, `picture ${image}, component ${k}: ${found}, expected ${score}`);
      });
    });
  });

  test("are no more than their pictures determine, and hold all variance then", async () => {
    const components = await principalComponents(fitting, 1000, plainProduct);
    assert.equal(components.count, golden.fitting.length - 1);
    assert.ok(Math.abs(components.share - 1) < 1e-12);
  });

  test("of features that never change are none", async () => {
    const constant = featuresOf(matrixOf(golden.fitting.map((row) => row.map(() => 2))));
    const components = await principalComponents(constant, 3, plainProduct);
    assert.equal(components.count, 0);
    assert.equal((await components.project(features)).columns, 0);
  });

  test("are of one layer: features of another are refused", async () => {
    const components = await principalComponents(fitting, 3, plainProduct);
    await assert.rejects(components.project(featuresOf(matrixOf([[1, 2]]))), /2 features for components of 40/);
  });
});
