import assert from "node:assert/strict";
import {test} from "node:test";
import {median, overNeuroids, overSplits} from "../../../science/metrics/aggregate.ts";
import {levels, pearson, ranksOfLevels, spearman} from "../../../science/metrics/correlation.ts";
import {assertClose} from "./close.ts";

test("a correlation is 1 of a line, -1 of a falling one, and NaN where nothing varies", () => {
  assertClose([pearson([1, 2, 4], [3, 5, 9]), pearson([1, 2, 4], [-1, -2, -4])], [1, -1]);
  assert.ok(Number.isNaN(pearson([1, 2, 3], [0.1, 0.1, 0.1])));
});

test("equal values share the mean of their ranks", () => {
  const found = levels(Float64Array.of(5, 1, Number.NaN, 5, 0, 5));
  assert.deepEqual([...found], [2, 1, -1, 2, 0, 2]);
  assert.deepEqual([...ranksOfLevels(found.filter((level) => level >= 0))], [4, 2, 4, 1, 4]);
  assertClose([spearman(Float64Array.of(1, 2, 3), Float64Array.of(1, 8, 27))], [1]);
});

test("a median leaves NaN out, and is NaN of nothing", () => {
  assert.equal(median([3, Number.NaN, 1, 2]), 2);
  assert.equal(median([4, 1]), 2.5);
  assert.ok(Number.isNaN(median([Number.NaN])));
});

test("the error is the population deviation over splits by the root of their number", () => {
  const {score, error} = overSplits([1, 2, 3, 4]);
  assertClose([score, error], [2.5, Math.sqrt(1.25) / 2]);
});

test("the median over neuroids comes before the mean over splits", () => {
  const {score, splits} = overNeuroids([
    [0, 1, 9],
    [2, 3, Number.NaN]
  ]);
  assert.deepEqual(splits, [1, 2.5]);
  assert.equal(score, 1.75);
});
