import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {WeightAverage} from "../../../science/training/weight-average.ts";

const weights = (...values: number[]) => new Map([["w", {shape: [values.length], data: Float32Array.from(values)}]]);
const valuesOf = (average: ReadonlyMap<string, {data: Float32Array}>) => [...(average.get("w")?.data ?? [])];

describe("the running average of weights", () => {
  test("moves by 1 - decay towards the weights at every step", () => {
    const average = new WeightAverage(0.75, weights(0, 4));
    average.update(weights(8, 4));
    assert.deepEqual(valuesOf(average.average()), [2, 4]);
    average.update(weights(8, 0));
    assert.deepEqual(valuesOf(average.average()), [3.5, 3]);
  });

  test("keeps decay^n of the initial weights, which the corrected average leaves out", () => {
    const average = new WeightAverage(0.9999, weights(-5));
    for (let step = 0; step < 75; step++) average.update(weights(1));
    const left = 0.9999 ** 75;
    assert.ok(Math.abs((valuesOf(average.average())[0] ?? 0) - (1 - 6 * left)) < 1e-4);
    assert.ok(Math.abs((valuesOf(average.corrected())[0] ?? 0) - 1) < 1e-3);
  });

  test("before the first step is the initial weights, corrected or not", () => {
    const average = new WeightAverage(0.9, weights(3));
    assert.deepEqual(valuesOf(average.average()), [3]);
    assert.deepEqual(valuesOf(average.corrected()), [3]);
  });
});
