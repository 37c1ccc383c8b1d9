import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {predictionBand} from "../../../science/scaling-laws/prediction-band.ts";
import {logSpaced} from "../../../science/statistics/log-spaced.ts";
import {golden} from "./golden.ts";

function assertNear(actual: readonly number[], expected: readonly number[]): void {
  assert.equal(actual.length, expected.length);
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]!) < 1e-12, `${value} is not ${expected[i]}`);
  });
}

const plain = {form: "power_law", parameters: {e: -0.7, a: -0.5, alpha: 0.2}} as const;

describe("a prediction band", () => {
  for (const {form, parameters, resamples, x, curve, low, high} of golden.bands)
    test(`of ${form} is the curve with numpy's 2.5 and 97.5 percentiles of the resamples at each point`, () => {
      const band = predictionBand({form, parameters, bootstrap: {parameters: resamples}}, x);
      assertNear(band.curve, curve);
      assertNear(band.low, low);
      assertNear(band.high, high);
      const mirrored = predictionBand({form, parameters, bootstrap: {parameters: resamples}}, x, 0.95, "misalignment");
      assertNear(
        mirrored.low,
        high.map((value) => 1 - value)
      );
      assertNear(
        mirrored.high,
        low.map((value) => 1 - value)
      );
    });

  test("is narrower at a lower level", () => {
    const resamples = Array.from({length: 101}, (_, i) => ({e: -1 + i / 100, a: -40, alpha: 1}));
    const fit = {...plain, bootstrap: {parameters: resamples}};
    for (const [level, low, high] of [
      [0.7, -0.85, -0.15],
      [0.9, -0.95, -0.05]
    ] as const) {
      const band = predictionBand(fit, [[1]], level, "misalignment");
      assertNear([Math.log(band.low[0]!), Math.log(band.high[0]!)], [low, high]);
    }
  });

  test("leaves out resamples that predict no finite number", () => {
    const resamples = [plain.parameters, {e: -0.7, a: 1e9, alpha: 0.2}];
    const band = predictionBand({...plain, bootstrap: {parameters: resamples}}, [[2]]);
    assert.deepEqual([band.low, band.high], [band.curve, band.curve]);
  });

  test("without resamples is a curve alone", () => {
    const {curve, low, high} = predictionBand({...plain, bootstrap: {parameters: []}}, [[2]]);
    assert.ok(Number.isFinite(curve[0]));
    assert.deepEqual([low, high], [[Number.NaN], [Number.NaN]]);
  });
});

test("a logarithmic grid has its ends exactly, and equal ratios", () => {
  const grid = logSpaced(0.3, 7e5, 100);
  assert.equal(grid.length, 100);
  assert.equal(grid[0], 0.3);
  assert.equal(grid.at(-1), 7e5);
  const ratio = (7e5 / 0.3) ** (1 / 99);
  for (let i = 1; i < 100; i++) assert.ok(Math.abs(grid[i]! / grid[i - 1]! / ratio - 1) < 1e-12);
});
