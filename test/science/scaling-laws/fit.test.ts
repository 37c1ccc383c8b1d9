import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {fitSchema} from "../../../science/scaling-laws/fit.ts";

const parameters = {e: -0.65, a: -0.6, alpha: 0.157};
const fit = {
  experiment: "mine",
  form: "power_law",
  x: [{column: "total_flops", unit: 1e13}],
  n: 3,
  dropped: 0,
  delta: 1e-3,
  seed: 42,
  loss: 0.01,
  parameters,
  natural: {asymptote: 0.478, A: 0.549, alpha: 0.157},
  bootstrap: {losses: [0.01], parameters: [parameters]},
  intervals: {e: [-0.7, -0.6], a: [null, null], alpha: [0.1, 0.2]},
  identifiability: {e: {identified: true, statement: "determined"}},
  range: [[1, 1e6]]
};

describe("the artifact of a fit", () => {
  test("reads back as it was written", () => {
    assert.deepEqual(fitSchema.parse(JSON.parse(JSON.stringify(fit))), fit);
  });

  test("may say more than the schema knows", () => {
    const more = {...fit, prediction: {x: [[1]], curve: [0.4]}};
    assert.deepEqual(fitSchema.parse(more), more);
  });

  test("holds null where a bound is infinite, and no number that JSON cannot hold", () => {
    assert.ok(!fitSchema.safeParse({...fit, loss: Number.NaN}).success);
    assert.ok(!fitSchema.safeParse({...fit, parameters: {...parameters, a: Number.POSITIVE_INFINITY}}).success);
    assert.ok(fitSchema.safeParse({...fit, natural: {...fit.natural, A: null}}).success);
  });

  test("lacks nothing", () => {
    for (const key of Object.keys(fit)) {
      const {[key]: _, ...rest}: Record<string, unknown> = fit;
      assert.ok(!fitSchema.safeParse(rest).success, `without ${key}`);
    }
  });

  test("of an unknown form is refused", () => {
    assert.ok(!fitSchema.safeParse({...fit, form: "logistic"}).success);
  });
});
