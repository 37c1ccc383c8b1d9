import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {commitLayers} from "../../../science/scoring/commit-layers.ts";
import type {Scores} from "../../../science/scoring/formats.ts";

const FORMULA = "(r/c)^2";

function scores(region: string, layers: Record<string, number[]>, ceiling = 0.8): Scores {
  return {
    region,
    metric: "pls",
    ceiling,
    layers: Object.entries(layers).map(([layer, splits]) => {
      const score = splits.reduce((sum, r) => sum + r, 0) / splits.length;
      return {layer, raw: {score, error: 0, splits}, ceiled: {[FORMULA]: (score / ceiling) ** 2}};
    })
  };
}

describe("layer commitment", () => {
  test("gives each region the layer that scores highest on it, the first of equals", () => {
    const {regions, behaviour} = commitLayers(
      [scores("V1", {a: [0.4, 0.4], b: [0.2, 0.2]}), scores("IT", {a: [0.3, 0.3], b: [0.3, 0.3]})],
      FORMULA,
      "avgpool"
    );
    assert.equal(regions.V1?.layer, "a");
    assert.equal(regions.V1?.score, 0.25);
    assert.equal(regions.IT?.layer, "a");
    assert.equal(behaviour, "avgpool");
  });

  test("shows what choosing on the reported images flatters: half the splits choose, the others report", () => {
    const {regions} = commitLayers(
      [scores("V4", {lucky: [0.8, 0.8, 0.4, 0.4], steady: [0.64, 0.64, 0.64, 0.64]})],
      FORMULA,
      "x"
    );
    assert.equal(regions.V4?.layer, "steady");
    assert.equal(regions.V4?.heldOut.layer, "lucky");
    assert.ok(Math.abs((regions.V4?.heldOut.score ?? 0) - 0.25) < 1e-12, `${regions.V4?.heldOut.score}`);
  });

  test("leaves a split out that has no value", () => {
    const one = scores("V1", {a: [0.4, 0.4, 0.4, 0.4]});
    const [layer] = one.layers;
    if (layer) layer.raw.splits = [0.4, null, 0.4, null];
    assert.ok(Math.abs((commitLayers([one], FORMULA, "x").regions.V1?.heldOut.score ?? 0) - 0.25) < 1e-12);
  });
});
