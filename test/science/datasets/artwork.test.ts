import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {castOf} from "../../../science/datasets/cast.ts";
import {drawingsOf, iconSetSchema, iconSvg} from "../../../science/datasets/icon-set.ts";
import {fitSprite, pyramidOf} from "../../../science/datasets/sprite.ts";

const set = (prefix: string, ...names: string[]) =>
  iconSetSchema.parse({
    prefix,
    width: 32,
    icons: Object.fromEntries(names.map((name) => [name, {body: `<path id="${name}"/>`}])),
    aliases: {doggy: {parent: "dog"}, "dog-left": {parent: "dog", hFlip: true}}
  });
const sets = [set("a", "dog", "cat"), set("b", "dog", "cat", "cow"), set("c", "dog")];

describe("icon sets", () => {
  test("give an icon as a document of its own size", () => {
    assert.equal(
      iconSvg(set("a", "dog"), "dog"),
      '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 16"><path id="dog"/></svg>'
    );
  });

  test("know other names of a drawing, but not changed drawings", () => {
    assert.equal(iconSvg(set("a", "dog"), "doggy"), iconSvg(set("a", "dog"), "dog"));
    assert.equal(iconSvg(set("a", "dog"), "dog-left"), undefined);
    assert.equal(iconSvg(set("a", "dog"), "toString"), undefined);
  });
});

describe("drawings of classes", () => {
  test("come by class in alphabetical order, then name, then artist", () => {
    const drawings = drawingsOf({dog: ["dog"], cat: ["cat"]}, sets);
    assert.deepEqual(
      drawings.map(({label, class: name, artist}) => [label, name, artist]),
      [
        [0, "cat", "a"],
        [0, "cat", "b"],
        [1, "dog", "a"],
        [1, "dog", "b"],
        [1, "dog", "c"]
      ]
    );
  });

  test("must be of two artists at least, and in one class only", () => {
    assert.throws(() => drawingsOf({cow: ["cow"]}, sets), /class "cow": of a, b, c, only b drew "cow"; expected two/);
    assert.throws(() => drawingsOf({cow: ["kow"]}, sets), /none drew "kow"/);
    assert.throws(() => drawingsOf({a: ["dog"], b: ["dog"]}, sets), /"dog" is in class "a" and again in "b"/);
    assert.throws(() => drawingsOf({a: []}, sets), /class "a" has no names/);
  });
});

describe("the cast", () => {
  const artworks = drawingsOf({dog: ["dog"], cat: ["cat"]}, sets).map(({svg: _, ...rest}, artwork) => ({
    artwork,
    ...rest
  }));

  test("leaves the held-out artist out, or shows nobody else", () => {
    assert.deepEqual(castOf(artworks, {show: "seen", heldOut: "b"}), [[0], [2, 4]]);
    assert.deepEqual(castOf(artworks, {show: "held-out", heldOut: "b"}), [[1], [3]]);
    for (const show of ["all", "seen", "held-out"] as const)
      assert.deepEqual(castOf(artworks, {show, heldOut: null}), [
        [0, 1],
        [2, 3, 4]
      ]);
  });

  test("must leave something of every class", () => {
    assert.throws(() => castOf(artworks, {show: "held-out", heldOut: "c"}), /class "cat" has no artwork of c/);
    assert.throws(
      () => castOf(artworks, {show: "seen", heldOut: "d"}),
      /no artist "d" to hold out.* there are a, b, c/
    );
  });
});

describe("a sprite", () => {
  /** A grey box of 10 x 20 pixels in the corner of 64 x 64. */
  const drawing = {side: 64, pixels: new Uint8Array(64 * 64 * 4)};
  for (let row = 40; row < 60; row++)
    for (let column = 3; column < 13; column++) drawing.pixels.set([90, 90, 90, 180], (row * 64 + column) * 4);
  const {pixels} = fitSprite(drawing, 32);
  const alpha = (row: number, column: number) => pixels[(row * 32 + column) * 4 + 3];

  test("is centred and filled by the longer side, but for a border", () => {
    assert.deepEqual([alpha(0, 16), alpha(1, 16), alpha(30, 16), alpha(31, 16)], [0, 180, 180, 0]);
    assert.deepEqual([alpha(16, 7), alpha(16, 9), alpha(16, 22), alpha(16, 24)], [0, 180, 180, 0]);
  });

  test("keeps premultiplied colours", () => {
    assert.deepEqual([...pixels.subarray((16 * 32 + 16) * 4, (16 * 32 + 17) * 4)], [90, 90, 90, 180]);
  });

  test("is halved to its mean", () => {
    const levels = pyramidOf({side: 32, pixels});
    assert.deepEqual(
      levels.map(({side}) => side),
      [32, 16, 8, 4]
    );
    const mean = (values: Uint8Array) => values.reduce((sum, value) => sum + value, 0) / values.length;
    for (const level of levels) assert.ok(Math.abs(mean(level.pixels) - mean(pixels)) < 1);
  });

  test("of an empty drawing is an error", () => {
    assert.throws(() => fitSprite({side: 8, pixels: new Uint8Array(256)}, 8), /nothing is visible/);
  });
});
