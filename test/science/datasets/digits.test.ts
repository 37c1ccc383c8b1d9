import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {drawDigit, paintDigit} from "../../../science/datasets/digits.ts";
import {pyramidOf} from "../../../science/datasets/sprite.ts";

const options = {seed: 1, typefaces: 3, elasticity: 0.02};
/** A disc. */
const glyph = pyramidOf({
  side: 64,
  pixels: Uint8Array.from({length: 64 * 64 * 4}, (_, at) => {
    const pixel = Math.floor(at / 4);
    return Math.hypot((pixel % 64) - 31.5, Math.floor(pixel / 64) - 31.5) < 31 ? 255 : 0;
  })
});
const area = (pixels: Uint8Array) => pixels.reduce((sum, value) => sum + value, 0) / (255 * pixels.length);

describe("digits", () => {
  test("stay within their ranges, in every typeface", () => {
    const poses = Array.from({length: 500}, (_, place) => drawDigit(options, 4, place));
    for (const {x, y, size, rotation, skew} of poses) {
      assert.ok(Math.abs(x) <= 0.07 && Math.abs(y) <= 0.07);
      assert.ok(size >= 0.75 * (20 / 28) && size <= 20 / 28);
      assert.ok(Math.abs(rotation) <= 15 && Math.abs(skew) <= 0.25);
    }
    assert.deepEqual([...new Set(poses.map(({typeface}) => typeface))].sort(), [0, 1, 2]);
  });

  test("are white on black, of the size drawn, in three equal channels", () => {
    const pose = {...drawDigit({...options, elasticity: 0}, 4, 1)};
    const pixels = paintDigit(pose, 32, glyph);
    assert.ok(Math.abs(area(pixels) - (Math.PI / 4) * pose.size ** 2) < 0.02);
    assert.equal(pixels[0], 0);
    for (let at = 0; at < pixels.length; at += 3)
      assert.ok(pixels[at] === pixels[at + 1] && pixels[at] === pixels[at + 2]);
  });

  test("change their shape with elasticity, keeping about their area", () => {
    const [stiff, soft] = [0, 0.03].map((elasticity) =>
      paintDigit(drawDigit({...options, elasticity}, 4, 1), 32, glyph)
    );
    assert.ok(stiff && soft);
    assert.notDeepEqual(stiff, soft);
    assert.ok(Math.abs(area(soft) / area(stiff) - 1) < 0.3);
  });

  test("depend on seed, digit and place alone", () => {
    assert.deepEqual(drawDigit(options, 4, 7), drawDigit(options, 4, 7));
    const others = [drawDigit(options, 5, 7), drawDigit(options, 4, 8), drawDigit({...options, seed: 2}, 4, 7)];
    for (const other of others) assert.notDeepEqual(other, drawDigit(options, 4, 7));
  });
});
