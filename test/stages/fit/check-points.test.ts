import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {isUserMistake} from "../../../runner/errors/user-mistake.ts";
import type {Form} from "../../../science/scaling-laws/form.ts";
import type {Points} from "../../../science/scaling-laws/points.ts";
import {checkedPoints} from "../../../stages/fit/check-points.ts";
import {pointsOf} from "./synthetic.ts";

const good = pointsOf([[1, 2, 3, 4]], [0.5, 0.4, 0.3, 0.2]);

function assertMistake(points: Points, form: Form, message: RegExp): void {
  assert.throws(
    () => checkedPoints(points, form),
    (error) => isUserMistake(error) && message.test(error.message)
  );
}

test("points that can be fitted come back as they are", () => {
  const {x, y} = checkedPoints(good, "power_law");
  assert.deepEqual([x.map((values) => Array.from(values)), Array.from(y)], [good.X, good.Y]);
});

describe("points that cannot be fitted are refused, and the message names the point", () => {
  for (const [value, shown] of [
    [0, "0"],
    [-0.05, "-0.05"],
    [Number.NaN, "not a number"],
    [null, "not a number"],
    [Number.POSITIVE_INFINITY, "Infinity"]
  ] as const) {
    test(`misalignment ${value}`, () => {
      const points = {...good, Y: [0.5, 0.4, value, 0.2]};
      assertMistake(points, "power_law", new RegExp(`synthetic, point model-3: misalignment 1 - score is ${shown}`));
    });

    if (value === null) continue;
    test(`x ${value}`, () => {
      const points = {...good, X: [[1, value, 3, 4]]};
      assertMistake(points, "power_law", new RegExp(`synthetic, point model-2: total_flops is ${shown}`));
    });
  }

  test("a column fitted as it is goes by its own name", () => {
    const points: Points = {...good, y: {column: "acc", as: "is"}, Y: [0.5, 0, 0.3, 0.2]};
    assertMistake(points, "power_law", /point model-2: acc is 0/);
  });

  test("the second variable is checked too", () => {
    const points = pointsOf([good.X[0]!.concat(5), [1, 2, 3, 0, 5]], [0.5, 0.4, 0.3, 0.2, 0.1]);
    assertMistake(points, "chinchilla", /point model-4: n_samples_seen is 0/);
  });
});

describe("a form needs at least as many points as it has parameters", () => {
  for (const [form, needed] of [
    ["power_law", 3],
    ["power_law_shift", 4],
    ["chinchilla", 5]
  ] as const)
    test(`${form}: ${needed}`, () => {
      const values = (count: number) => Array.from({length: count}, (_, i) => (i + 1) / 10);
      const points = (count: number) =>
        pointsOf(form === "chinchilla" ? [values(count), values(count)] : [values(count)], values(count));
      checkedPoints(points(needed), form);
      const message = new RegExp(`synthetic: ${needed - 1} points, fewer than the ${needed} parameters of ${form}`);
      assertMistake(points(needed - 1), form, message);
    });
});

test("a form needs as many variables as it has", () => {
  assertMistake(good, "chinchilla", /chinchilla has 2 variables, x names 1 \(total_flops\)/);
  assertMistake(
    pointsOf([good.X[0]!, good.X[0]!], good.Y),
    "power_law",
    /power_law has 1 variable, x names 2 \(total_flops, n_samples_seen\)/
  );
});
