import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Form, Parameters} from "../../../science/scaling-laws/form.ts";
import {type CurvePoints, type FittedCurve, fitScalingLaw} from "../../../stages/fit/fit-scaling-law.ts";
import {scatteredPoints} from "./synthetic.ts";

const cases: [Form, Parameters, [number, number][]][] = [
  ["power_law", {e: -0.65, a: -0.3, alpha: 0.25}, [[1, 1e6]]],
  ["power_law_shift", {e: -0.7, a: 4.2, lambda: 3, alpha: 0.6}, [[1, 1e6]]],
  [
    "chinchilla",
    {e: -0.66, a: -1.2, alpha: 0.58, b: -0.5, beta: 0.3},
    [
      [1, 1e4],
      [1, 1e6]
    ]
  ]
];

function points(form: Form, truth: Parameters, ranges: [number, number][]): CurvePoints {
  const {X, Y} = scatteredPoints(form, truth, {n: 64, ranges, noise: 0.03, seed: 5});
  return {form, x: X.map((values) => Float64Array.from(values)), y: Float64Array.from(Y, (y) => y ?? Number.NaN)};
}

for (const [form, truth, ranges] of cases)
  describe(form, () => {
    const table = points(form, truth, ranges);
    const fit = (bootstraps: number, seed = 42) => fitScalingLaw(table, {delta: 1e-3, bootstraps, seed});
    const hundredAndFifty = fit(150);

    test("the same points and options give the same fit, to the last bit", () => {
      assert.deepEqual(fit(150), hundredAndFifty);
    });

    test("asking for fewer than a hundred resamples leaves out the rest, and changes nothing else", () => {
      const hundred = fit(100);
      const twenty = fit(20);
      assert.deepEqual(twenty.original, hundred.original);
      assert.deepEqual(twenty.bootstrap, hundred.bootstrap.slice(0, 20));
    });

    test("asking for more leaves a resample its draw, and its loss to a millionth", () => {
      const near = (a: FittedCurve, b: FittedCurve) => Math.abs(a.loss - b.loss) <= 1e-6 * b.loss;
      const other = fit(120);
      assert.ok(near(other.original, hundredAndFifty.original));
      other.bootstrap.forEach((resample, b) => {
        const {loss} = hundredAndFifty.bootstrap[b]!;
        assert.ok(near(resample, hundredAndFifty.bootstrap[b]!), `resample ${b}: ${resample.loss}, ${loss}`);
      });
    });

    test("another seed draws other resamples of the same table", () => {
      const other = fit(20, 43);
      assert.ok(Math.abs(other.original.loss / hundredAndFifty.original.loss - 1) < 1e-7);
      assert.ok(other.bootstrap.every(({loss}, b) => loss !== hundredAndFifty.bootstrap[b]!.loss));
    });

    test("the order of the points does not change the curve", () => {
      const order = Array.from(table.y.keys()).sort((i, j) => ((i * 37) % 64) - ((j * 37) % 64));
      const shuffle = (values: Float64Array) => Float64Array.from(order, (i) => values[i]!);
      const shuffled = {...table, x: table.x.map(shuffle), y: shuffle(table.y)};
      const {original} = fitScalingLaw(shuffled, {delta: 1e-3, bootstraps: 0, seed: 42});
      assert.ok(Math.abs(original.loss / hundredAndFifty.original.loss - 1) < 1e-7);
    });
  });
