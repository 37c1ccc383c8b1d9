import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {augmentInto, drawWindow} from "../../../science/images/augment.ts";
import {augmentationSchema, imagenetNormalisation} from "../../../science/images/augmentation.ts";
import {jitterColours, threeAugment} from "../../../science/images/colours.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";
import {picture} from "./pictures.ts";

const streams = (count: number) => Array.from({length: count}, (_, number) => new KeyedStream(11, number));
const size = {height: 48, width: 64};

function augmented(options: unknown, stream: KeyedStream, side = 16): Float32Array {
  const planes = {size: side, data: new Float32Array(3 * side * side)};
  const augmentation = augmentationSchema.parse(options);
  const shape = {height: side, width: side};
  augmentInto(planes, picture(side, side), shape, {augmentation, normalisation: imagenetNormalisation, stream});
  return planes.data;
}

describe("crops", () => {
  test("a random resized crop lies in the image, with a share of its area and an aspect as asked", () => {
    const augmentation = augmentationSchema.parse({crop: {kind: "random-resized", scale: [0.2, 0.5]}});
    for (const stream of streams(500)) {
      const {left, top, width, height} = drawWindow(augmentation, size, 32, stream);
      assert.ok(left >= 0 && top >= 0 && left + width <= size.width && top + height <= size.height);
      const share = (width * height) / (size.width * size.height);
      assert.ok(share > 0.2 * 0.95 && share < 0.5 * 1.05, `${share}`);
      assert.ok(width / height > 0.75 * 0.95 && width / height < (4 / 3) * 1.05);
    }
  });

  test("where no such crop fits, the largest middle part with an allowed aspect is taken", () => {
    const augmentation = augmentationSchema.parse({crop: {kind: "random-resized", scale: [1, 1], ratio: [1, 1]}});
    const window = drawWindow(augmentation, size, 32, new KeyedStream(1));
    assert.deepEqual(window, {left: 8, top: 0, width: 48, height: 48, mirrored: false});
  });

  test("a padded crop is moved by up to the padding, every shift equally likely", () => {
    const augmentation = augmentationSchema.parse({crop: {kind: "pad", pixels: 2}});
    const shifts = streams(1000).map((stream) => drawWindow(augmentation, size, 32, stream).left);
    assert.deepEqual([...new Set(shifts)].sort(), [-1, -2, 0, 1, 2]);
  });

  test("half of the images are mirrored", () => {
    const augmentation = augmentationSchema.parse({flip: 0.5});
    const mirrored = streams(1000).filter((stream) => drawWindow(augmentation, size, 32, stream).mirrored).length;
    assert.ok(mirrored > 440 && mirrored < 560, `${mirrored}`);
  });
});

describe("augmentation", () => {
  test("with nothing asked for only normalises", () => {
    const data = augmented({}, new KeyedStream(1));
    const pixels = picture(16, 16);
    const expected = (pixels[3]! / 255 - 0.485) / 0.229;
    assert.ok(Math.abs(data[1]! - expected) < 1e-5);
  });

  test("depends on nothing but its stream", () => {
    const options = {crop: {kind: "random-resized"}, flip: 0.5, colourJitter: 0.4, threeAugment: true, erase: 0.5};
    assert.deepEqual(augmented(options, new KeyedStream(4)), augmented(options, new KeyedStream(4)));
    assert.notDeepEqual(augmented(options, new KeyedStream(4)), augmented(options, new KeyedStream(5)));
  });

  test("colour changes keep values between 0 and 1, and a grey image grey", () => {
    for (const stream of streams(50)) {
      const planes = {size: 4, data: Float32Array.from({length: 48}, (_, at) => (at % 16) / 15)};
      jitterColours(planes, 0.4, stream);
      threeAugment(planes, stream);
      for (let at = 0; at < 16; at++) {
        const [red = 0, green = 0, blue = 0] = [0, 16, 32].map((plane) => planes.data[plane + at]!);
        assert.ok(red >= 0 && red <= 1);
        assert.ok(Math.abs(red - green) < 1e-6 && Math.abs(red - blue) < 1e-6);
      }
    }
  });

  test("erasing puts noise into one rectangle of 2 to 33 % of the area", () => {
    for (const stream of streams(50)) {
      const plain = augmented({}, new KeyedStream(0), 32);
      const erased = augmented({erase: 1}, stream, 32);
      const changed = [...erased.subarray(0, 1024)].flatMap((value, at) => (value === plain[at] ? [] : [at]));
      const rows = changed.map((at) => Math.floor(at / 32));
      const columns = changed.map((at) => at % 32);
      const area = (Math.max(...rows) - Math.min(...rows) + 1) * (Math.max(...columns) - Math.min(...columns) + 1);
      assert.equal(changed.length, area);
      assert.ok(area > 0.01 * 1024 && area < 0.36 * 1024, `${area}`);
    }
  });

  test("unknown options are told", () => {
    assert.throws(() => augmentationSchema.parse({flips: 0.5}), /flips/);
    assert.throws(() => augmentationSchema.parse({crop: {kind: "random-resized", scale: [1, 0.5]}}), /smaller/);
  });
});
