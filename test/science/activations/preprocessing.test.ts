import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import {preprocess} from "../../../science/activations/preprocessing.ts";
import {resizeAntialiased} from "../../../science/activations/resize-antialiased.ts";
import {placeOnScreen} from "../../../science/activations/screen.ts";

const golden: {height: number; width: number; pixels: number[]; resized: Record<string, number[]>} = JSON.parse(
  readFileSync(new URL("resized.json", import.meta.url), "utf8")
);
const picture = {height: golden.height, width: golden.width, pixels: Uint8Array.from(golden.pixels)};

describe("the antialiased resize", () => {
  for (const [size, expected] of Object.entries(golden.resized))
    test(`is Pillow's, to ${size} pixels, within one step of rounding`, () => {
      const found = resizeAntialiased(picture.pixels, picture, Number(size));
      assert.equal(found.length, expected.length);
      const worst = Math.max(...expected.map((value, at) => Math.abs(value - (found[at] ?? 0))));
      assert.ok(worst <= 1, `a pixel is off by ${worst}`);
    });
});

describe("the screen", () => {
  const small = {height: 2, width: 2, pixels: Uint8Array.from({length: 12}, (_, at) => at)};

  test("surrounds a picture that spans fewer degrees than the model sees with grey", () => {
    const screen = placeOnScreen(small, 2);
    assert.deepEqual([screen.height, screen.width], [4, 4]);
    assert.deepEqual([...screen.pixels.subarray(0, 12)], new Array(12).fill(128));
    assert.deepEqual([...screen.pixels.subarray(15, 21)], [0, 1, 2, 3, 4, 5]);
    assert.equal(screen.pixels.filter((value) => value === 128).length, 48 - 12);
  });

  test("shows the middle of one that spans more, sizes rounded half to even", () => {
    const wide = {height: 5, width: 5, pixels: Uint8Array.from({length: 75}, (_, at) => at)};
    const screen = placeOnScreen(wide, 0.5);
    assert.deepEqual([screen.height, screen.width], [2, 2]);
    assert.deepEqual([...screen.pixels.subarray(0, 6)], [36, 37, 38, 39, 40, 41]);
  });

  test("leaves one of the model's own size as it is", () => {
    assert.equal(placeOnScreen(small, 1), small);
  });
});

describe("a preprocessing", () => {
  test("gives planes that are normalised by ImageNet's mean and deviation", () => {
    const grey = {height: 2, width: 2, pixels: new Uint8Array(12).fill(255)};
    const into = new Float32Array(12);
    preprocess(grey, "native", 2, into);
    assert.ok(Math.abs((into[0] ?? 0) - (1 - 0.485) / 0.229) < 1e-6, `${into[0]}`);
    assert.ok(Math.abs((into[11] ?? 0) - (1 - 0.406) / 0.225) < 1e-6, `${into[11]}`);
  });

  test("that resizes nothing refuses a picture of another size", () => {
    assert.throws(
      () => preprocess(picture, "native", 8, new Float32Array(192)),
      /9 x 14 pixels for a model of 8.*study/
    );
  });

  test("of the study crops the middle 7/8 of the squared picture", () => {
    const bright = {height: 32, width: 32, pixels: new Uint8Array(32 * 32 * 3)};
    for (let row = 0; row < 32; row++)
      for (let column = 0; column < 32; column++)
        if (row < 2 || row > 29 || column < 2 || column > 29)
          bright.pixels.fill(255, (row * 32 + column) * 3, (row * 32 + column + 1) * 3);
    const into = new Float32Array(3 * 28 * 28);
    preprocess(bright, "study", 28, into);
    assert.ok(Math.max(...into) < 0, "the frame is cut off");
  });
});
