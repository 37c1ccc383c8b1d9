import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {type Form, forms, misalignment} from "../../../science/scaling-laws/form.ts";
import type {Curve} from "../../../stages/fit/curve.ts";
import {curveSpace} from "../../../stages/fit/curve-space.ts";
import {huber} from "../../../stages/fit/huber.ts";
import {resamplesOf} from "../../../stages/fit/resamples.ts";
import {groupTable} from "../../../stages/fit/weighted-rows.ts";
import {named, uniformStream} from "./synthetic.ts";

const uniform = uniformStream(17);
const list = <T>(length: number, make: () => T) => Array.from({length}, make);
const n = 30;

function near(actual: number, expected: number): boolean {
  return Math.abs(actual - expected) <= 1e-9 * Math.abs(expected) + 1e-12;
}

/** A table whose x come several times, and a resample of it. */
function example(form: Form) {
  const variables = form === "chinchilla" ? 2 : 1;
  const x = list(variables, () => Float64Array.from(list(n, () => 10 ** Math.floor(uniform(0, 6)))));
  const table = groupTable(x, Float64Array.from(list(n, () => uniform(-1, 0))));
  const resamples = resamplesOf(table, 42, 3);
  return {table, resamples, space: curveSpace(form, table, resamples.rows)};
}

function curveOf(form: Form): Curve {
  const E = uniform(0, 1) < 0.3 ? 0 : uniform(0.1, 0.6);
  const term = () => [uniform(-2, 0), uniform(0, 1) < 0.2 ? uniform(-0.1, -0.01) : uniform(0.05, 0.4)];
  if (form === "chinchilla") return Float64Array.of(E, ...term(), ...term());
  const v = [1, uniform(0.1, 0.9), 1e-3][Math.floor(uniform(0, 3))]!;
  return Float64Array.of(E, ...term(), form === "power_law" ? 1 : v);
}

for (const form of forms)
  describe(form, () => {
    const {table, resamples, space} = example(form);
    const curves = list(40, () => curveOf(form));
    const prediction = new Float64Array(table.start.length - 1);

    test("a curve predicts the same in the solver's coordinates and as published", () => {
      for (const curve of curves) {
        space.predict(curve, prediction);
        const published = named(form, space.publish(curve));
        prediction.forEach((logValue, g) => {
          const x = table.x.map((values) => values[g]!);
          assert.ok(Math.abs(Math.log(misalignment(form, published, x)) - logValue) < 1e-8, `curve [${curve}] at ${x}`);
        });
      }
    });

    test("every coordinate system gives a curve the same loss on a resample, and gives the curve back", () => {
      const p = new Float64Array(5);
      for (const curve of curves)
        for (const b of [0, 1, resamples.original]) {
          resamples.draw(b);
          space.predict(curve, prediction);
          let loss = 0;
          for (let g = 0; g < prediction.length; g++)
            for (let i = table.start[g]!; i < table.start[g + 1]!; i++)
              loss += resamples.counts[b * n + i]! * huber(prediction[g]! - table.y[i]!, 1e-3);
          for (const system of space.free) {
            assert.ok(system.enter(curve, p));
            assert.ok(near(system.objective.loss(p, 1e-3), loss), `curve [${curve}]`);
            const back = curve.slice();
            system.leave(p, back);
            back.forEach((value, a) => {
              assert.ok(near(value, curve[a]!), `[${back}] is not [${curve}]`);
            });
          }
        }
    });
  });
