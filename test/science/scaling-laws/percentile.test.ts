import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {percentile, percentiles} from "../../../science/scaling-laws/percentile.ts";
import {golden} from "./golden.ts";

describe("percentiles of resamples", () => {
  for (const {values, levels, percentiles: expected} of golden.percentiles)
    test(`of ${values.length} values are numpy's linear ones`, () => {
      percentiles(values, levels).forEach((value, i) => {
        assert.ok(Math.abs(value - expected[i]!) <= 1e-15 * Math.abs(expected[i]!), `${levels[i]}: ${value}`);
      });
    });

  test("values that are not finite are left out, as the released analysis leaves them out", () => {
    assert.equal(percentile([1, Number.POSITIVE_INFINITY, 2, Number.NaN, 3], 50), 2);
  });

  test("of nothing are NaN", () => {
    assert.ok(Number.isNaN(percentile([], 50)));
    assert.ok(Number.isNaN(percentile([Number.NaN], 97.5)));
  });

  test("leave the order of the values alone", () => {
    const values = [3, 1, 2];
    percentiles(values, [50]);
    assert.deepEqual(values, [3, 1, 2]);
  });
});
