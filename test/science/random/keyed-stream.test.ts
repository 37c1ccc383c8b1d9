import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";

const COUNT = 20_000;

function moments(draw: () => number): {mean: number; variance: number} {
  const values = Array.from({length: COUNT}, draw);
  const mean = values.reduce((sum, value) => sum + value, 0) / COUNT;
  return {mean, variance: values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / COUNT};
}

function assertNear(actual: number, expected: number, tolerance: number): void {
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected} within ${tolerance}`);
}

describe("a keyed stream", () => {
  test("has words that stay the same", () => {
    const stream = new KeyedStream(1, 2, 3);
    assert.deepEqual([stream.uint32(), stream.uint32(), stream.uint32()], [1448429785, 385054268, 2758936962]);
  });

  test("depends on every number of its key, and on their order", () => {
    const keys = [[], [0], [1], [0, 0], [1, 0], [0, 1], [1, 2], [2, 1], [2 ** 40], [-1]];
    assert.equal(new Set(keys.map((key) => new KeyedStream(...key).uint32())).size, keys.length);
  });

  test("first draws of neighbouring keys are uniform and unrelated", () => {
    let key = 0;
    const {mean, variance} = moments(() => new KeyedStream(5, key++).uniform());
    assertNear(mean, 1 / 2, 0.01);
    assertNear(variance, 1 / 12, 0.002);
    const pairs = Array.from({length: COUNT}, (_, k) => [k, k + 1].map((at) => new KeyedStream(5, at).uniform() - 0.5));
    const covariance = pairs.reduce((sum, [a = 0, b = 0]) => sum + a * b, 0) / COUNT;
    assertNear(covariance, 0, 0.002);
  });

  test("normal, gamma and beta draws have their means and variances", () => {
    const stream = new KeyedStream(6);
    const normal = moments(() => stream.normal());
    assertNear(normal.mean, 0, 0.03);
    assertNear(normal.variance, 1, 0.05);
    for (const shape of [0.3, 2.5]) {
      const gamma = moments(() => stream.gamma(shape));
      assertNear(gamma.mean, shape, 0.05);
      assertNear(gamma.variance, shape, 0.15);
    }
    const beta = moments(() => stream.symmetricBeta(0.8));
    assertNear(beta.mean, 0.5, 0.01);
    assertNear(beta.variance, 1 / (4 * (2 * 0.8 + 1)), 0.005);
  });

  test("a shuffle keeps every number, and each place gets each number equally often", () => {
    const stream = new KeyedStream(7);
    const counts = new Float64Array(16);
    for (let round = 0; round < 4000; round++)
      stream.shuffle(Uint32Array.of(0, 1, 2, 3)).forEach((value, place) => {
        counts[value * 4 + place]! += 1 / 4000;
      });
    for (const share of counts) assertNear(share, 1 / 4, 0.03);
    assert.deepEqual([...stream.shuffle(Uint32Array.of(5, 6, 7))].sort(), [5, 6, 7]);
  });
});
