import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {alignment, forms, misalignment, parameterNames, variableCount} from "../../../science/scaling-laws/form.ts";

/** Equal up to the rounding of exp and log. */
function assertNear(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-14 * Math.abs(expected), `${actual} is not ${expected}`);
}

const ln = Math.log;

describe("misalignment by hand", () => {
  test("a power law with E = 1/2, A = 2, alpha = 1/2 is 1/2 + 2 / sqrt(16) = 1 at X = 16", () => {
    assertNear(misalignment("power_law", {e: ln(0.5), a: ln(2), alpha: 0.5}, [16]), 1);
  });

  test("its shifted form with a shift of 10^1 is the same 10 earlier", () => {
    assertNear(misalignment("power_law_shift", {e: ln(0.5), a: ln(2), lambda: 1, alpha: 0.5}, [6]), 1);
  });

  test("the two-variable law adds a term for each variable: 1/4 + 1 / 2 + 3 / 10^2 = 0.78 at N = 4, D = 10", () => {
    const parameters = {e: ln(0.25), a: ln(1), alpha: 0.5, b: ln(3), beta: 2};
    assertNear(misalignment("chinchilla", parameters, [4, 10]), 0.78);
  });

  test("a negative exponent makes misalignment rise: 1/2 + 2 x 16^(1/4) = 4.5", () => {
    assertNear(misalignment("power_law", {e: ln(0.5), a: ln(2), alpha: -0.25}, [16]), 4.5);
  });

  test("an exponential, the limit of the shifted form, is finite: (1 + x / s)^-s with s = 10^7 is exp(-x)", () => {
    const parameters = {e: -745, a: 1e7 * ln(1e7), lambda: 7, alpha: 1e7};
    const relative = misalignment("power_law_shift", parameters, [2]) / Math.exp(-2) - 1;
    assert.ok(Math.abs(relative) < 1e-6, String(relative));
  });
});

test("alignment is what misalignment leaves of 1", () => {
  assertNear(alignment("power_law", {e: ln(0.25), a: ln(2), alpha: 1}, [8]), 0.5);
});

test("parameters come in the order of the released files", () => {
  assert.deepEqual(
    forms.map((form) => [form, variableCount(form), ...parameterNames(form)]),
    [
      ["power_law", 1, "e", "a", "alpha"],
      ["power_law_shift", 1, "e", "a", "lambda", "alpha"],
      ["chinchilla", 2, "e", "a", "alpha", "b", "beta"]
    ]
  );
});

test("a parameter or a variable that is missing gives NaN, never a number that looks right", () => {
  assert.ok(Number.isNaN(misalignment("power_law", {e: 0, a: 0}, [1])));
  assert.ok(Number.isNaN(misalignment("power_law_shift", {e: 0, a: 0, alpha: 1}, [1])));
  assert.ok(Number.isNaN(misalignment("chinchilla", {e: 0, a: 0, alpha: 1, b: 0}, [1, 1])));
  assert.ok(Number.isNaN(misalignment("chinchilla", {e: 0, a: 0, alpha: 1, b: 0, beta: 1}, [1])));
});
