import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {cropPlan, type Planes, resample, type Window} from "../../../science/images/resample.ts";
import {picture} from "./pictures.ts";

const bytes = {mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255]} as const;

function resized(pixels: Uint8Array, height: number, width: number, window: Window, size: number): Planes {
  const planes = {size, data: new Float32Array(3 * size * size)};
  resample(pixels, {height, width}, window, planes, bytes);
  return planes;
}

const whole = (height: number, width: number, mirrored = false): Window => ({left: 0, top: 0, width, height, mirrored});
const red = ({data, size}: Planes) =>
  [...data.subarray(0, size * size)].map((value) => Math.round(value * 1000) / 1000);

describe("resampling", () => {
  test("at the same size copies pixels into planes", () => {
    const pixels = picture(4, 4);
    const {data} = resized(pixels, 4, 4, whole(4, 4), 4);
    for (let at = 0; at < 16; at++)
      for (let channel = 0; channel < 3; channel++)
        assert.ok(Math.abs(data[channel * 16 + at]! - pixels[at * 3 + channel]!) < 1e-3);
  });

  test("mirrors left and right", () => {
    const pixels = Uint8Array.from([10, 0, 0, 20, 0, 0, 30, 0, 0, 40, 0, 0]);
    assert.deepEqual(red(resized(pixels, 2, 2, whole(2, 2, true), 2)), [20, 10, 40, 30]);
  });

  test("is bilinear between pixel centres, as OpenCV's", () => {
    const row = Uint8Array.from([0, 0, 0, 100, 0, 0]);
    const pixels = Uint8Array.from([...row, ...row]);
    assert.deepEqual(red(resized(pixels, 2, 2, whole(2, 2), 4)).slice(0, 4), [0, 25, 75, 100]);
  });

  test("a window's edge is not mixed with what lies outside it", () => {
    const pixels = Uint8Array.from([0, 100, 200].flatMap((value) => [value, 0, 0]));
    const window = {left: 1, top: 0, width: 1, height: 1, mirrored: false};
    assert.deepEqual(red(resized(pixels, 1, 3, window, 2)), [100, 100, 100, 100]);
  });

  test("outside the image there is black", () => {
    const pixels = new Uint8Array(2 * 2 * 3).fill(200);
    const window = {left: -1, top: 1, width: 2, height: 2, mirrored: false};
    assert.deepEqual(red(resized(pixels, 2, 2, window, 2)), [0, 200, 0, 0]);
  });

  test("normalises each channel", () => {
    const planes = {size: 1, data: new Float32Array(3)};
    const normalisation = {mean: [0.1, 0.2, 0.5], deviation: [1, 2, 0.5]} as const;
    resample(Uint8Array.of(255, 0, 51), {height: 1, width: 1}, whole(1, 1), planes, normalisation);
    assert.deepEqual([...planes.data], [...Float32Array.of(0.9, -0.1, -0.6)]);
  });

  test("the middle is cut where the image is larger, else all of it is taken", () => {
    assert.deepEqual(cropPlan({height: 256, width: 256}, 224), {
      left: 16,
      top: 16,
      width: 224,
      height: 224,
      mirrored: false
    });
    assert.deepEqual(cropPlan({height: 20, width: 40}, 32), whole(20, 40));
  });
});
