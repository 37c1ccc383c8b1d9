import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {fitSquare} from "../../../science/images/fit-square.ts";
import {picture} from "./pictures.ts";

/** Red runs with the column, green with the row. */
const slope = (height: number, width: number) =>
  Uint8Array.from({length: height * width * 3}, (_, at) => {
    const pixel = Math.floor(at / 3);
    return [pixel % width, Math.floor(pixel / width), 7][at % 3]!;
  });

describe("a picture as a square", () => {
  test("of its own size is unchanged", () => {
    for (const filter of ["bilinear", "area"] as const)
      assert.deepEqual(fitSquare(picture(6, 6), 6, 6, {resize: "square", to: 6, crop: 6, filter}), picture(6, 6));
  });

  test("resized square loses its aspect, then keeps its middle", () => {
    const pixels = fitSquare(slope(40, 80), 40, 80, {resize: "square", to: 40, crop: 20, filter: "bilinear"});
    // Column 10 of 40 is at 2 x 10.5 - 0.5 = 20.5 of 80, row 10 at row 10 of 40.
    assert.ok([20, 21].includes(pixels[0]!));
    assert.equal(pixels[1], 10);
  });

  test("of the shortest side keeps its aspect and drops what lies beyond", () => {
    const pixels = fitSquare(slope(40, 80), 40, 80, {resize: "shortest-side", to: 40, crop: 40, filter: "bilinear"});
    assert.deepEqual([...pixels.subarray(0, 2)], [20, 0]);
    assert.deepEqual([...pixels.subarray(-3, -1)], [59, 39]);
  });

  test("by area, every pixel counts", () => {
    const pixels = Uint8Array.from({length: 4 * 4 * 3}, (_, at) => (at < 3 ? 160 : 0));
    const fit = {resize: "square", to: 1, crop: 1} as const;
    assert.equal(fitSquare(pixels, 4, 4, {...fit, filter: "area"})[0], 10);
    assert.equal(fitSquare(pixels, 4, 4, {...fit, filter: "bilinear"})[0], 0);
  });
});
