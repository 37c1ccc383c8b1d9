import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {labelOf, type ObjectImages, sceneOf} from "../../../science/datasets/objects.ts";
import {type Cast, drawScene, OBJECT_SIDE, variationRange} from "../../../science/datasets/scene.ts";
import {TEXTURES} from "../../../science/datasets/textures.ts";

const cast: Cast = [
  [0, 1, 2],
  [3, 4],
  [5, 6, 7, 8]
];
const scenes = (variation: number) =>
  Array.from({length: 900}, (_, place) => ({label: place % 3, ...drawScene(4, place % 3, place, variation, cast)}));

describe("scenes", () => {
  test("at level 0 show the object upright in the middle, at its size", () => {
    for (const {pose} of scenes(0).slice(0, 20)) {
      const {x, y, side, rotation, skew} = pose;
      assert.deepEqual([Math.abs(x), Math.abs(y), side, Math.abs(rotation), Math.abs(skew)], [0, 0, OBJECT_SIDE, 0, 0]);
    }
  });

  for (const level of [3, 6])
    test(`at level ${level} fill the declared ranges and stay in them`, () => {
      const range = variationRange(level);
      const poses = scenes(level).map(({pose}) => pose);
      const fills = (values: number[], low: number, high: number) => {
        assert.ok(Math.min(...values) >= low && Math.max(...values) <= high);
        assert.ok(Math.max(...values) - Math.min(...values) > 0.95 * (high - low));
      };
      fills(
        poses.map(({x}) => x),
        -range.position,
        range.position
      );
      fills(
        poses.map(({y}) => y),
        -range.position,
        range.position
      );
      fills(
        poses.map(({side}) => side / OBJECT_SIDE),
        range.smallestSize,
        range.largestSize
      );
      fills(
        poses.map(({rotation}) => rotation),
        -range.rotation,
        range.rotation
      );
      fills(
        poses.map(({skew}) => skew),
        -range.skew,
        range.skew
      );
    });

  test("show artworks of the label, all of them, and only pieces of others behind", () => {
    for (const {label, artwork, clutter} of scenes(3)) {
      assert.ok(cast[label]?.includes(artwork));
      for (const piece of clutter) {
        assert.ok(!cast[label]?.includes(piece.artwork));
        const {left, top, width, height} = piece.part;
        assert.ok(left >= 0 && top >= 0 && left + width <= 1 && top + height <= 1 && width * height < 0.4);
      }
    }
    assert.equal(new Set(scenes(3).map(({artwork}) => artwork)).size, 9);
  });

  test("use every texture", () => {
    assert.equal(new Set(scenes(3).map(({background}) => background.texture)).size, TEXTURES);
  });

  test("differ between seeds, labels and places, and only between them", () => {
    const draw = (seed: number, label: number, place: number) => drawScene(seed, label, place, 3, cast);
    assert.deepEqual(draw(1, 2, 3), draw(1, 2, 3));
    assert.equal(new Set([draw(1, 2, 3), draw(2, 2, 3), draw(1, 1, 3), draw(1, 2, 4)].map(({pose}) => pose.x)).size, 4);
  });

  test("of a variation move the same object in the same scene", () => {
    const [still, moved] = [0, 6].map((variation) => drawScene(1, 0, 5, variation, cast));
    assert.deepEqual(still?.background, moved?.background);
    assert.equal(still?.artwork, moved?.artwork);
  });
});

describe("a set of images", () => {
  const set: ObjectImages = {cast, perClass: 4, variations: [0, 3, 6], seed: 1};

  test("has as many of each class, classes one after the other, variations in turn", () => {
    const images = Array.from({length: 12}, (_, image) => image);
    assert.deepEqual(
      images.map((image) => labelOf(set, image)),
      [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]
    );
    assert.deepEqual(
      images.slice(0, 5).map((image) => sceneOf(set, image).variation),
      [0, 3, 6, 0, 0]
    );
  });

  test("begins alike for each class, however many images it has", () => {
    const larger = {...set, perClass: 10};
    assert.deepEqual(sceneOf(larger, 12), sceneOf(set, 6));
  });
});
