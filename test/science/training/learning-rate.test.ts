import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {learningRate} from "../../../science/training/learning-rate.ts";

const recipe = {epochs: 100, schedule: {peak: 0.1, lowest: 1e-5, warmUp: 5}};

describe("the learning rate", () => {
  test("rises linearly from zero to its peak over the warm-up", () => {
    assert.equal(learningRate(recipe, 0), 0);
    assert.equal(learningRate(recipe, 2.5), 0.05);
    assert.equal(learningRate(recipe, 5), 0.1);
  });

  test("falls by a cosine to the lowest rate at the last epoch, and stays there", () => {
    assert.ok(Math.abs(learningRate(recipe, 52.5) - (0.1 + 1e-5) / 2) < 1e-15);
    assert.ok(Math.abs(learningRate(recipe, 100) - 1e-5) < 1e-18);
    assert.ok(Math.abs(learningRate(recipe, 120) - 1e-5) < 1e-18);
  });

  test("begins at its peak where there is no warm-up", () => {
    assert.equal(learningRate({epochs: 3, schedule: {peak: 0.2, lowest: 0, warmUp: 0}}, 0), 0.2);
  });
});
