import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Fit} from "../../../science/scaling-laws/fit.ts";
import {alignment, type Form, misalignment, type Parameters} from "../../../science/scaling-laws/form.ts";
import {fitPoints} from "../../../stages/fit/assemble-fit.ts";
import {normalStream, pointsOf, scatteredPoints} from "./synthetic.ts";

const options = {delta: 1e-3, bootstraps: 60, seed: 42};
const fit = (points: ReturnType<typeof pointsOf>, form: Form): Fit => fitPoints(points, {form, ...options});
const logs = (count: number, low: number, high: number) =>
  Array.from({length: count}, (_, i) => low * (high / low) ** (i / (count - 1)));

/** Points exactly on a curve, or about it. */
function pointsOn(form: Form, truth: Parameters, X: number[][], noise = 0) {
  const normal = normalStream(9);
  const Y = X[0]!.map((_, i) => {
    const x = X.map((values) => values[i]!);
    return misalignment(form, truth, x) * Math.exp(noise * normal());
  });
  return pointsOf(X, Y);
}

function assertSameCurve(found: Fit, truth: Parameters, tolerance: number): void {
  const [low, high] = found.range[0]!;
  for (const x of logs(50, low, high)) {
    const difference = alignment(found.form, found.parameters, [x]) - alignment(found.form, truth, [x]);
    assert.ok(Math.abs(difference) < tolerance, `${difference} at ${x}`);
  }
}

describe("a vanishing asymptote", () => {
  const points = scatteredPoints(
    "power_law",
    {e: -Infinity, a: -0.1, alpha: 0.06},
    {n: 60, ranges: [[1, 1e6]], noise: 0.02, seed: 1}
  );
  // Every second point a little lower at both ends: the best E would be below 0.
  const steeper = {...points, Y: points.X[0]!.map((x, i) => points.Y[i]! * Math.exp(-0.001 * Math.log(x / 1e3) ** 2))};
  const found = fit(steeper, "power_law");

  test("is exactly 0: alignment tends to exactly 1, and e is finite", () => {
    assert.equal(found.natural.asymptote, 1);
    assert.equal(found.parameters.e, Math.log(1e-18));
  });

  test("is said in words", () => {
    assert.equal(found.identifiability.e?.identified, false);
    assert.match(found.identifiability.e?.statement ?? "", /asymptote not distinguishable from 0/);
  });
});

describe("a shift that runs off together with the exponent", () => {
  const exponential = (x: number) => 0.55 + 0.35 * Math.exp(-x / 300);
  const x = logs(60, 1, 2000);
  const normal = normalStream(7);
  const Y = x.map((value) => exponential(value) * Math.exp(0.005 * normal()));
  const found = fit(pointsOf([x], Y), "power_law_shift");

  test("ends at the exponential, at finite parameters whose curve is that exponential", () => {
    assert.ok(Object.values(found.parameters).every(Number.isFinite));
    for (const value of x) {
      const difference = misalignment("power_law_shift", found.parameters, [value]) - exponential(value);
      assert.ok(Math.abs(difference) < 0.01, `${difference} at ${value}`);
    }
  });

  test("is said in words, of the shift and of the exponent", () => {
    assert.equal(found.identifiability.lambda?.identified, false);
    assert.match(found.identifiability.lambda?.statement ?? "", /rises together with the exponent/);
    assert.match(found.identifiability.alpha?.statement ?? "", /an exponential fits the data as well/);
  });
});

test("a shift of 0 is said to be indistinguishable from none", () => {
  const truth = {e: -0.7, a: -0.3, alpha: 0.3};
  const found = fit(pointsOn("power_law", truth, [logs(60, 1, 1e6)], 0.01), "power_law_shift");
  assert.match(found.identifiability.lambda?.statement ?? "", /shift not distinguishable from 0/);
  assertSameCurve(found, {...truth, lambda: -300}, 0.01);
});

test("misalignment that rises has a negative exponent", () => {
  const truth = {e: -1.5, a: -2, alpha: -0.1};
  const found = fit(pointsOn("power_law", truth, [logs(50, 1, 1e6)], 0.005), "power_law");
  assert.ok(found.parameters.alpha! < -0.05, `alpha ${found.parameters.alpha}`);
  assertSameCurve(found, truth, 0.01);
});

test("of a constant neither asymptote nor exponent is called determined", () => {
  const normal = normalStream(6);
  const found = fit(
    pointsOf(
      [logs(40, 1, 1e4)],
      Array.from({length: 40}, () => 0.5 * Math.exp(0.02 * normal()))
    ),
    "power_law"
  );
  for (const name of ["e", "a", "alpha"]) {
    assert.equal(found.identifiability[name]?.identified, false);
    assert.match(found.identifiability[name]?.statement ?? "", /not distinguishable from a constant/);
  }
});

test("a column fitted as it is has E itself as its asymptote", () => {
  const points = pointsOn("power_law", {e: Math.log(0.3), a: -0.5, alpha: 0.4}, [logs(30, 1, 1e5)]);
  const found = fit({...points, y: {column: "acc", as: "is"}}, "power_law");
  assert.ok(Math.abs(found.natural.asymptote! - 0.3) < 1e-6);
});

describe("rows that repeat", () => {
  const truth = {e: -0.7, a: -0.3, alpha: 0.25};
  const once = scatteredPoints("power_law", truth, {n: 30, ranges: [[1, 1e5]], noise: 0.03, seed: 2});
  const twice = pointsOf([[...once.X[0]!, ...once.X[0]!]], [...once.Y, ...once.Y]);

  test("count as often as they are there: twice the loss, the same curve", () => {
    const [single, double] = [fit(once, "power_law"), fit(twice, "power_law")];
    assert.ok(Math.abs(double.loss / single.loss - 2) < 1e-7);
    assertSameCurve(double, single.parameters, 1e-4);
  });

  test("may be all there is: one x, several y, a finite fit through their middle", () => {
    const found = fit(pointsOf([[5, 5, 5, 5, 5]], [0.4, 0.5, 0.6, 0.55, 0.45]), "power_law");
    assert.ok(Math.abs(misalignment("power_law", found.parameters, [5]) - 0.5) < 1e-3);
  });
});

describe("four points", () => {
  const x = [1, 10, 100, 1000];
  const found = fit(pointsOf([x], [0.8, 0.66, 0.6, 0.55]), "power_law");

  test("are fitted with three parameters, resamples of one distinct row included", () => {
    assert.equal(found.n, 4);
    assert.ok([found.loss, ...found.bootstrap.losses].every((loss) => loss >= 0 && loss < 0.01));
    // Three distinct rows or fewer can be passed through.
    assert.ok(found.bootstrap.losses.some((loss) => loss < 1e-15));
    assert.ok(found.bootstrap.parameters.every((resample) => Object.values(resample).every(Number.isFinite)));
  });

  test("are passed through by four parameters, and that is said", () => {
    const shifted = fit(pointsOf([x], [0.8, 0.76, 0.68, 0.6]), "power_law_shift");
    assert.ok(shifted.loss < 1e-12, String(shifted.loss));
    for (const {identified, statement} of Object.values(shifted.identifiability)) {
      assert.equal(identified, false);
      assert.match(statement, /4 points for 4 parameters: the curve can pass through all/);
    }
  });
});

test("without resamples a fit has no intervals", () => {
  const points = scatteredPoints(
    "power_law",
    {e: -0.7, a: -0.3, alpha: 0.25},
    {n: 30, ranges: [[1, 1e5]], noise: 0.03, seed: 2}
  );
  const found = fitPoints(points, {form: "power_law", ...options, bootstraps: 0});
  assert.deepEqual(found.bootstrap, {losses: [], parameters: []});
  assert.deepEqual(found.intervals, {e: [null, null], a: [null, null], alpha: [null, null]});
});
