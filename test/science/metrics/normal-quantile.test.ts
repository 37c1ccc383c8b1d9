import assert from "node:assert/strict";
import {test} from "node:test";
import {normalQuantile} from "../../../science/metrics/normal-quantile.ts";

/** scipy 1.10.1's `norm.ppf`. */
const quantiles: [probability: number, quantile: number][] = [
  [1e-300, -37.0470962993612],
  [1e-20, -9.262340089798409],
  [1e-6, -4.753424308822899],
  [0.001, -3.090232306167813],
  [0.02, -2.053748910631823],
  [0.07499, -1.4396021182393162],
  [0.0751, -1.4388253927525403],
  [0.2, -0.8416212335729142],
  [0.4, -0.2533471031357997],
  [0.51, 0.02506890825871106],
  [0.8, 0.8416212335729143],
  [0.9249, 1.4388253927525403],
  [0.9251, 1.4402382675279635],
  [0.99, 2.3263478740408408],
  [0.9999999, 5.199337582290661]
];

test("scipy's values, from the centre to the far tails", () => {
  for (const [probability, quantile] of quantiles)
    assert.ok(
      Math.abs(normalQuantile(probability) / quantile - 1) < 1e-14,
      `${probability}: ${normalQuantile(probability)}`
    );
});

test("the two sides are mirrored, the ends infinite, and nothing is outside", () => {
  assert.equal(normalQuantile(0.5), 0);
  assert.equal(normalQuantile(0.25), -normalQuantile(0.75));
  assert.equal(normalQuantile(0), Number.NEGATIVE_INFINITY);
  assert.equal(normalQuantile(1), Number.POSITIVE_INFINITY);
  for (const outside of [-0.1, 1.1, Number.NaN]) assert.ok(Number.isNaN(normalQuantile(outside)));
});
