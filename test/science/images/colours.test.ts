import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {describe, test} from "node:test";
import * as z from "zod";
import {
  blend,
  equalise,
  meanLuma,
  saturate,
  sharpen,
  solarise,
  stretchContrast
} from "../../../science/images/colours.ts";
import {randAugment} from "../../../science/images/rand-augment.ts";
import type {Planes} from "../../../science/images/resample.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";

const bytes = z.array(z.number());
const golden = z
  .object({side: z.number(), image: bytes, changed: z.record(z.string(), bytes)})
  .parse(JSON.parse(readFileSync(new URL("pillow.golden.json", import.meta.url), "utf8")));
const plane = golden.side ** 2;

const planes = (): Planes => ({
  size: golden.side,
  data: Float32Array.from(
    {length: 3 * plane},
    (_, at) => golden.image[(at % plane) * 3 + Math.floor(at / plane)]! / 255
  )
});
const eachPlane = (change: (values: Float32Array) => void) => (picture: Planes) => {
  for (let channel = 0; channel < 3; channel++) change(picture.data.subarray(channel * plane, (channel + 1) * plane));
};

describe("colour changes are Pillow's, within its rounding:", () => {
  const changes: Record<string, (picture: Planes) => void> = {
    stretchContrast: eachPlane(stretchContrast),
    equalise: eachPlane(equalise),
    solarise: ({data}) => solarise(data, 128 / 255),
    saturate: (picture) => saturate(picture, 0.4),
    contrast: (picture) => blend(picture.data, 1.7, meanLuma(picture)),
    brightness: ({data}) => blend(data, 0.3, 0),
    sharpen: (picture) => sharpen(picture, 1.8)
  };
  for (const [name, change] of Object.entries(changes))
    test(name, () => {
      const picture = planes();
      change(picture);
      const expected = golden.changed[name] ?? [];
      picture.data.forEach((value, at) => {
        const wanted = expected[(at % plane) * 3 + Math.floor(at / plane)]!;
        assert.ok(Math.abs(value * 255 - wanted) < 1.6, `${at}: ${value * 255} is not ${wanted}`);
      });
    });
});

describe("RandAugment", () => {
  const options = {changes: 2, magnitude: 9, deviation: 0.5};
  const augmented = (number: number) => {
    const picture = planes();
    randAugment(picture, options, new KeyedStream(1, number));
    return picture.data;
  };

  test("keeps values between 0 and 1, and is the same for the same stream", () => {
    for (let number = 0; number < 200; number++) {
      const data = augmented(number);
      assert.ok(data.every((value) => value >= -1e-6 && value <= 1 + 1e-6));
      assert.deepEqual(augmented(number), data);
    }
  });

  test("leaves a quarter of the images as they are, since each change is made every second time", () => {
    const unchanged = Array.from({length: 800}, (_, number) => augmented(number)).filter((data) =>
      data.every((value, at) => value === planes().data[at])
    ).length;
    assert.ok(unchanged > 150 && unchanged < 260, `${unchanged}`);
  });
});
