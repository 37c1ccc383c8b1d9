import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {drawMixing, mixImages, mixTargets} from "../../../science/images/mixing.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";

const SIZE = 8;
const LENGTH = 3 * SIZE * SIZE;
/** Three images of 0, 1 and 2. */
const images = () => Float32Array.from({length: 3 * LENGTH}, (_, at) => Math.floor(at / LENGTH));
const draws = (mix: {mixup: number; cutmix: number; probability: number; switch: number}) =>
  Array.from({length: 400}, (_, number) => drawMixing(mix, SIZE, new KeyedStream(3, number)));

describe("mixing", () => {
  test("mixup averages each image with its partner from the other end", () => {
    const mixed = images();
    mixImages(mixed, 3, SIZE, {share: 0.75});
    assert.deepEqual(
      [0, LENGTH, 2 * LENGTH].map((at) => mixed[at]),
      [0.5, 1, 1.5]
    );
  });

  test("cutmix takes a rectangle from the partner", () => {
    const mixed = images();
    mixImages(mixed, 3, SIZE, {share: 0.75, cut: {top: 1, bottom: 5, left: 2, right: 6}});
    const sum = mixed.subarray(0, LENGTH).reduce((total, value) => total + value, 0);
    assert.equal(sum, 3 * 16 * 2);
    assert.equal(mixed[SIZE + 2], 2);
    assert.equal(mixed[2 * LENGTH + SIZE + 2], 0);
    assert.equal(mixed[SIZE + 1], 0);
  });

  test("the share of the label is the share of the pixels", () => {
    for (const mixing of draws({mixup: 0, cutmix: 1, probability: 1, switch: 0})) {
      assert.ok(mixing?.cut);
      const {top, bottom, left, right} = mixing.cut;
      assert.ok(top >= 0 && left >= 0 && bottom <= SIZE && right <= SIZE);
      assert.equal(mixing.share, 1 - ((bottom - top) * (right - left)) / SIZE ** 2);
    }
  });

  test("both kinds come, as often as asked", () => {
    const both = draws({mixup: 0.8, cutmix: 1, probability: 0.5, switch: 0.5});
    const mixed = both.filter((mixing) => mixing !== undefined);
    assert.ok(mixed.length > 160 && mixed.length < 240);
    const cut = mixed.filter(({cut}) => cut).length;
    assert.ok(cut > 0.35 * mixed.length && cut < 0.65 * mixed.length);
    assert.equal(drawMixing(undefined, SIZE, new KeyedStream(1)), undefined);
  });

  test("targets sum to 1, mixed and smoothed", () => {
    const targets = new Float32Array(2 * 4);
    mixTargets(targets, Int32Array.of(0, 3), 4, 0.7, 0.1);
    const expected = [0.025 + 0.63, 0.025, 0.025, 0.025 + 0.27, 0.025 + 0.27, 0.025, 0.025, 0.025 + 0.63];
    targets.forEach((value, at) => {
      assert.ok(Math.abs(value - expected[at]!) < 1e-6);
    });
  });
});
