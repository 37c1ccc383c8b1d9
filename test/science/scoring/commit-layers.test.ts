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
    const {commitment, bias} = commitLayers(
      [scores("V1", {a: [0.4, 0.4], b: [0.2, 0.2]}), scores("IT", {a: [0.3, 0.3], b: [0.3, 0.3]})],
      FORMULA,
      "avgpool"
    );
    assert.deepEqual(commitment, {regions: {V1: "a", IT: "a"}, behaviour: "avgpool"});
    assert.equal(bias[0]?.score, 0.25);
  });

  test("shows what choosing on the reported images flatters: half the splits choose, the others report", () => {
    const layers = {lucky: [0.8, 0.8, 0.4, 0.4], steady: [0.64, 0.64, 0.64, 0.64]};
    const [bias] = commitLayers([scores("V4", layers)], FORMULA, "x").bias;
    assert.equal(bias?.layer, "steady");
    assert.equal(bias?.held_out_layer, "lucky");
    assert.ok(Math.abs((bias?.held_out_score ?? 0) - 0.25) < 1e-12, `${bias?.held_out_score}`);
  });

  test("leaves a split out that has no value", () => {
    const one = scores("V1", {a: [0.4, 0.4, 0.4, 0.4]});
    const [layer] = one.layers;
    if (layer) layer.raw.splits = [0.4, null, 0.4, null];
    const [bias] = commitLayers([one], FORMULA, "x").bias;
    assert.ok(Math.abs((bias?.held_out_score ?? 0) - 0.25) < 1e-12, `${bias?.held_out_score}`);
  });
});
