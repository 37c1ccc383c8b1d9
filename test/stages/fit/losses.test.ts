import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {z} from "zod";
import {randomIntegers} from "../../../science/random/bounded-integers.ts";
import {type Form, forms, misalignment, type Parameters} from "../../../science/scaling-laws/form.ts";
import {type CurvePoints, fitScalingLaw} from "../../../stages/fit/fit-scaling-law.ts";
import {huber} from "../../../stages/fit/huber.ts";
import {named} from "./synthetic.ts";

const numbers = z.array(z.number());
/** What scipy gave; make-golden.py wrote it. */
const golden = z
  .array(
    z.object({
      form: z.enum(forms),
      x: z.array(numbers),
      y: numbers,
      losses: z.array(z.object({delta: z.number(), parameters: z.record(z.string(), z.number()), loss: z.number()})),
      best: z.array(z.object({delta: z.number(), loss: z.number()}))
    })
  )
  .parse(JSON.parse(readFileSync(new URL("scipy.golden.json", import.meta.url), "utf8")));

interface Table {
  form: Form;
  x: number[][];
  y: number[];
}

/** The loss of a curve on chosen rows of a table, straight from its definition. */
function lossOn({form, x, y}: Table, rows: Iterable<number>, parameters: Parameters, delta: number): number {
  let loss = 0;
  for (const i of rows) {
    const predicted = misalignment(
      form,
      parameters,
      x.map((values) => values[i]!)
    );
    loss += huber(Math.log(predicted) - Math.log(y[i]!), delta);
  }
  return loss;
}

function points({form, x, y}: Table): CurvePoints {
  return {form, x: x.map((values) => Float64Array.from(values)), y: Float64Array.from(y)};
}

test("the Huber loss is a parabola up to delta, then a line that continues it smoothly", () => {
  assert.equal(huber(0.5, 1), 0.125);
  assert.equal(huber(-0.5, 1), 0.125);
  assert.equal(huber(1, 1), 0.5);
  assert.equal(huber(3, 1), 2.5);
  assert.equal(huber(-3, 1), 2.5);
});

for (const table of golden) {
  const whole = [...table.y.keys()];

  describe(table.form, () => {
    test("losses of given parameters are scipy's", () => {
      for (const {delta, parameters, loss} of table.losses) {
        const own = lossOn(table, whole, parameters, delta);
        assert.ok(Math.abs(own - loss) <= 1e-11 * loss, `delta ${delta}: ${own}, scipy ${loss}`);
      }
    });

    for (const {delta, loss} of table.best)
      test(`the fit is as good as the best of scipy's from 60 starts, delta ${delta}`, () => {
        const {original} = fitScalingLaw(points(table), {delta, bootstraps: 0, seed: 42});
        assert.ok(original.loss <= loss * (1 + 1e-7), `${original.loss}, scipy ${loss}`);
      });

    test("the parameters that are returned have the loss that is returned, on numpy's resamples too", () => {
      const [delta, bootstraps, seed, n] = [1e-3, 40, 7, table.y.length];
      const law = fitScalingLaw(points(table), {delta, bootstraps, seed});
      const drawn = randomIntegers(seed, n, n * bootstraps);
      const check = (rows: Iterable<number>, {loss, parameters}: {loss: number; parameters: number[]}) => {
        const own = lossOn(table, rows, named(table.form, parameters), delta);
        assert.ok(Math.abs(own - loss) <= 1e-9 * loss + 1e-12, `${own}, returned ${loss}`);
      };
      check(whole, law.original);
      law.bootstrap.forEach((resample, b) => {
        check(drawn.subarray(b * n, (b + 1) * n), resample);
      });
    });
  });
}
