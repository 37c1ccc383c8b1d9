import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {cellCounts, densityGrid, histogram, type Plane} from "../../../../stages/figures/series/density.ts";
import type {Point} from "../../../../stages/figures/series/points.ts";
import {regression} from "../../../../stages/figures/series/regression.ts";

const x = [0.1, 0.25, 0.3, 0.42, 0.5, 0.58];
const y = [0.05, 0.28, 0.2, 0.5, 0.44, 0.7];
const plane: Plane = {x, y, across: [0, 1], up: [0, 1]};
const pairs = (scale: (value: number) => number = (value) => value): Point[] =>
  x.map((value, i) => ({series: "", mark: "point", x: scale(value), y: y[i] ?? 0}));

function near(a: number | undefined, b: number, tolerance: number): void {
  assert.ok(a !== undefined && Math.abs(a - b) <= tolerance, `${a} for ${b}`);
}

describe("a straight line", () => {
  test("has the height, interval, R² and p of scipy's linregress and t", () => {
    const {line, numbers} = regression(pairs(), {axes: "V1"});
    near(numbers[0]?.y, 0.039062735392230735, 1e-12);
    near((numbers[0]?.high ?? 0) - (numbers[0]?.y ?? 0), 0.18003556448990762, 1e-5);
    near(line.r2, 0.8956307471183435, 1e-12);
    near(line.p, 0.004235935443234097, 1e-12);
  });

  test("over logarithms is the same line, drawn at powers of ten", () => {
    const {line, numbers} = regression(
      pairs((value) => 10 ** value),
      {axes: "V1", log: true}
    );
    near(line.r2, 0.8956307471183435, 1e-12);
    near(numbers[0]?.x, 10 ** 0.1, 1e-12);
    near(numbers[0]?.y, 0.039062735392230735, 1e-12);
  });
});

describe("how scores are distributed", () => {
  test("bins and cells hold each pair once", () => {
    assert.deepEqual(
      histogram(x, [0, 0.6], 0.2).map(({n}) => n),
      [1, 2, 3]
    );
    assert.deepEqual(cellCounts(plane, 0.5), [
      {x: 0.25, y: 0.25, n: 3},
      {x: 0.25, y: 0.75, n: 1},
      {x: 0.75, y: 0.25, n: 1},
      {x: 0.75, y: 0.75, n: 1}
    ]);
  });

  test("the density's shares are those of scipy's gaussian_kde, cut off at the values", () => {
    const expected = [
      [0.4622, 0.1346, 0, 0, 0, 0],
      [0, 0.7665, 0.0188, 0, 0, 0],
      [0, 0.0084, 0.5983, 0.0004, 0, 0],
      [0, 0, 0.0687, 0.2227, 0, 0],
      [0, 0, 0, 0.33, 0, 0],
      [0, 0, 0, 0, 0, 0]
    ].flat();
    for (const [i, {share}] of densityGrid(plane, 6).entries()) near(share, expected[i] ?? 0, 1e-4);
  });
});
