import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {logSpaced} from "../../../../science/statistics/log-spaced.ts";
import {rampColour} from "../../../../stages/figures/look/ramp.ts";
import {betweenDecades, decades} from "../../../../stages/figures/series/decades.ts";
import {logDomain, scoreDomain, zoomedDomain} from "../../../../stages/figures/series/domain.ts";
import {meanInterval, meanRange} from "../../../../stages/figures/series/mean-interval.ts";
import {meansByX} from "../../../../stages/figures/series/means.ts";
import type {DrawnNumber} from "../../../../stages/figures/series/numbers.ts";
import {interval95} from "../../../../stages/figures/series/prediction.ts";

const near = (a: number | undefined, b: number, tolerance = 1e-9) =>
  assert.ok(Math.abs((a ?? Number.NaN) - b) < tolerance, `${a} for ${b}`);

describe("intervals of a mean", () => {
  test("three values: Student's t with two degrees of freedom", () => {
    const {y, n, low, high} = meanInterval([1, 2, 3]);
    assert.deepEqual([y, n], [2, 3]);
    near(low, 2 - 4.3027 / Math.sqrt(3));
    near(high, 2 + 4.3027 / Math.sqrt(3));
  });

  test("beyond the table, within a thousandth of the quantile", () => {
    const values = Array.from({length: 41}, (_, i) => (i % 2 === 0 ? 1 : -1));
    const {y, high = Number.NaN} = meanInterval(values);
    const variance = values.reduce((sum, value) => sum + (value - y) ** 2, 0) / 40;
    near((high - y) / Math.sqrt(variance / 41), 2.0211, 2e-3);
  });

  test("one value has none", () => {
    assert.deepEqual(meanInterval([0.4]), {y: 0.4, n: 1});
    assert.deepEqual(meanRange([0.4]), {y: 0.4, n: 1});
  });

  test("means are over equal x, in ascending order", () => {
    const rows = [
      {x: 10, y: 1},
      {x: 1, y: 5},
      {x: 10, y: 3},
      {x: 2, y: null}
    ];
    const means = meansByX(rows, {series: "s", x: ({x}) => x, y: ({y}) => y, mean: meanRange});
    assert.deepEqual(means, [
      {series: "s", mark: "line", x: 1, y: 5, n: 1},
      {series: "s", mark: "line", x: 10, y: 2, n: 2, low: 1, high: 3}
    ]);
  });
});

test("percentiles interpolate as numpy's do, and leave out what is not finite", () => {
  const {low, high} = interval95([...Array(101).keys(), Number.NaN]);
  near(low, 2.5);
  near(high, 97.5);
  assert.deepEqual(interval95([]), {});
});

describe("axes", () => {
  const numbers: DrawnNumber[] = [
    {series: "s", mark: "curve", x: 1e3, y: 0.31, low: -0.04, high: 0.4},
    {series: "s", mark: "point", x: 1e6, y: 0.44}
  ];

  test("hold every point and band, with zero where it is asked for", () => {
    assert.deepEqual(scoreDomain(numbers), [-0.1, 0.5]);
    assert.deepEqual(zoomedDomain(numbers.slice(1)), [0.4, 0.5]);
    assert.deepEqual(scoreDomain(numbers.slice(1)), [0, 0.5]);
    const [from, to] = logDomain(numbers);
    assert.ok(from < 1e3 && from > 5e2 && to > 1e6 && to < 2e6);
  });

  test("nothing to draw is an error, not an empty picture", () => {
    assert.throws(() => scoreDomain([]), /nothing to draw/);
  });

  test("ticks stand at powers of ten, small ones between", () => {
    assert.deepEqual(decades([90, 1.2e4]), [100, 1000, 10000]);
    assert.deepEqual(betweenDecades([70, 350]), [70, 80, 90, 200, 300]);
    assert.deepEqual(logSpaced(1, 1e4, 5).map(Math.round), [1, 10, 100, 1000, 10000]);
  });
});

test("a color scale runs from light to dark", () => {
  const lightness = [1e5, 1e6, 1e7, 1e8].map((value) => {
    const hex = rampColour(value, [1e5, 1e8]);
    return [1, 3, 5].reduce((sum, i) => sum + Number.parseInt(hex.slice(i, i + 2), 16), 0);
  });
  assert.deepEqual(
    [...lightness].sort((a, b) => b - a),
    lightness
  );
  assert.equal(rampColour(1, [1e5, 1e8]), rampColour(1e5, [1e5, 1e8]));
});
