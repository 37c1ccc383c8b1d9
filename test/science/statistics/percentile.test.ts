import assert from "node:assert/strict";
import {test} from "node:test";
import {finitePercentiles, interval95, percentile} from "../../../science/statistics/percentile.ts";
import {golden} from "../scaling-laws/golden.ts";

test("percentiles interpolate linearly between order statistics, as numpy's", () => {
  assert.equal(percentile([4, 1, 3, 2], 50), 2.5);
  assert.equal(percentile([10, 20, 30, 40], 2.5), 10.75);
  assert.equal(percentile([7], 97.5), 7);
  assert.equal(percentile([0, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY], 97.5), Number.POSITIVE_INFINITY);
  assert.ok(Number.isNaN(percentile([], 50)));
  assert.ok(Number.isNaN(percentile([1, Number.NaN], 50)));
});

test("a 95 % interval is the 2.5, 50 and 97.5 percentiles", () => {
  const values = Array.from({length: 1001}, (_, index) => index);
  assert.deepEqual(interval95(values), {low: 25, median: 500, high: 975});
});

test("several percentiles are numpy's, to the last digit but one; values that are not finite are left out", () => {
  for (const {values, levels, percentiles} of golden.percentiles) {
    finitePercentiles([...values, Number.NaN, Number.POSITIVE_INFINITY], levels).forEach((value, i) => {
      assert.ok(Math.abs(value - percentiles[i]!) <= 1e-15 * Math.abs(percentiles[i]!), `${levels[i]}: ${value}`);
    });
  }
  assert.ok(Number.isNaN(finitePercentiles([Number.NaN], [50])[0]));
});
