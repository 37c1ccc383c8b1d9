import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {paintScene, paintSprite} from "../../../science/datasets/paint.ts";
import {drawScene} from "../../../science/datasets/scene.ts";
import {pyramidOf, type Sprite} from "../../../science/datasets/sprite.ts";
import {makeTextures} from "../../../science/datasets/textures.ts";

const SIDE = 32;
const whole = {left: 0, top: 0, width: 1, height: 1};
const still = {x: 0, y: 0, side: 0.5, rotation: 0, skew: 0};

/** A red square whose right half is see-through where `half` is set. */
function square(half = false): Sprite {
  const pixels = new Uint8Array(64 * 64 * 4);
  for (let at = 0; at < 64 * 64; at++) if (!half || at % 64 < 32) pixels.set([255, 0, 0, 255], at * 4);
  return {side: 64, pixels};
}

function painted(sprite: Sprite, pose = still, part = whole): number[] {
  const canvas = new Float32Array(SIDE * SIDE * 3);
  paintSprite(canvas, SIDE, pyramidOf(sprite), pose, part);
  return Array.from({length: SIDE * SIDE}, (_, at) => canvas[at * 3]!);
}

const centre = (values: number[]) => {
  const total = values.reduce((sum, value) => sum + value, 0);
  const mean = (place: (at: number) => number) => values.reduce((sum, value, at) => sum + value * place(at), 0) / total;
  return {
    x: mean((at) => ((at % SIDE) + 0.5) / SIDE) - 0.5,
    y: mean((at) => (Math.floor(at / SIDE) + 0.5) / SIDE) - 0.5
  };
};
const area = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / (255 * SIDE * SIDE);
const near = (actual: number, expected: number, tolerance = 0.01) =>
  assert.ok(Math.abs(actual - expected) < tolerance, `${actual} is not ${expected}`);

describe("a sprite on a canvas", () => {
  test("has its place and its size", () => {
    const values = painted(square(), {...still, x: 0.1, y: -0.2});
    near(centre(values).x, 0.1);
    near(centre(values).y, -0.2);
    near(area(values), 0.25);
    assert.equal(values[(SIDE / 2 - 6) * SIDE + SIDE / 2 + 3], 255);
  });

  test("keeps its area under rotation and skew, and grows with its side", () => {
    near(area(painted(square(), {...still, rotation: 30})), 0.25);
    near(area(painted(square(), {...still, skew: 0.4})), 0.25);
    near(area(painted(square(), {...still, side: 0.7})), 0.49);
  });

  test("turns clockwise: what is on the left comes to the top", () => {
    near(centre(painted(square(true))).x, -0.125);
    const {x, y} = centre(painted(square(true), {...still, rotation: 90}));
    near(x, 0);
    near(y, -0.125);
  });

  test("leans to the left at the bottom for a positive skew", () => {
    const values = painted(square(), {...still, skew: 0.4});
    const rowCentre = (row: number) => centre(values.map((value, at) => (Math.floor(at / SIDE) === row ? value : 0))).x;
    assert.ok(rowCentre(SIDE / 2 - 6) > 0.05 && rowCentre(SIDE / 2 + 5) < -0.05);
  });

  test("can be shown in part", () => {
    near(area(painted(square(), still, {left: 0, top: 0.5, width: 0.5, height: 0.5})), 0.0625);
    near(area(painted(square(true), still, {left: 0.5, top: 0, width: 0.5, height: 1})), 0, 0.015);
  });
});

describe("a painted scene", () => {
  const materials = {sprites: [pyramidOf(square()), pyramidOf(square(true))], textures: makeTextures(1, 2 * SIDE)};

  test("is the same whenever it is painted", () => {
    const scene = drawScene(1, 0, 0, 3, [[0], [1]]);
    assert.deepEqual(paintScene(scene, SIDE, materials), paintScene(scene, SIDE, materials));
  });

  test("shows the same at another size", () => {
    const large = {...materials, textures: makeTextures(1, 4 * SIDE)};
    for (let place = 0; place < 5; place++) {
      const scene = drawScene(1, 0, place, 3, [[0], [1]]);
      const [small, fine] = [paintScene(scene, SIDE, materials), paintScene(scene, 2 * SIDE, large)];
      let difference = 0;
      for (let row = 0; row < SIDE; row++)
        for (let column = 0; column < SIDE; column++) {
          const four = [0, 1, 2 * SIDE, 2 * SIDE + 1].map((at) => fine[(2 * row * 2 * SIDE + 2 * column + at) * 3]!);
          const mean = four.reduce((sum, value) => sum + value, 0) / 4;
          difference += Math.abs(mean - small[(row * SIDE + column) * 3]!) / SIDE ** 2;
        }
      assert.ok(difference < 4, `${difference}`);
    }
  });
});
