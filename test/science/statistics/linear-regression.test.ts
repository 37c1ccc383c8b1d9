import assert from "node:assert/strict";
import {test} from "node:test";
import {correlation, linearRegression} from "../../../science/statistics/linear-regression.ts";
import {studentP} from "../../../science/statistics/student-t.ts";

function near(actual: number, expected: number, relative = 1e-10) {
  assert.ok(Math.abs(actual / expected - 1) < relative, `${actual} is not ${expected}`);
}

test("a straight line through Anscombe's first quartet", () => {
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  const line = linearRegression(x, y);
  near(line.slope, 0.5000909090909091);
  near(line.intercept, 3.0000909090909094);
  near(line.r2, 0.666542459508775);
  near(line.p, 0.00216962887307879);
});

test("Student's p keeps its digits far into the tail (values of scipy.stats.t.sf)", () => {
  near(studentP(1, 26), 0.3265270222606157, 1e-12);
  near(studentP(-2.0555294386428709, 26), 0.05, 1e-9);
  near(studentP(2.5, 1), 0.2422378831816867, 1e-12);
  near(studentP(100, 26), 3.7221636039088213e-35, 1e-11);
  assert.equal(studentP(0, 5), 1);
  assert.equal(studentP(Number.POSITIVE_INFINITY, 5), 0);
});

test("correlation is 1 on a line, and NaN where nothing varies", () => {
  near(correlation([1, 2, 3], [5, 7, 9]), 1);
  assert.ok(Number.isNaN(correlation([1, 1, 1], [1, 2, 3])));
});
