import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {transform2d} from "../../../science/datasets/fourier.ts";
import {makeTextures} from "../../../science/datasets/textures.ts";

describe("the Fourier transform", () => {
  test("is the sum that defines it", () => {
    const side = 8;
    const real = Float64Array.from({length: 64}, (_, at) => Math.sin(at * at));
    const imaginary = Float64Array.from({length: 64}, (_, at) => Math.cos(3 * at));
    const [a, b] = [real.slice(), imaginary.slice()];
    transform2d(a, b, side);
    for (const [k, l] of [
      [0, 0],
      [1, 3],
      [7, 4]
    ] as const) {
      let [sumReal, sumImaginary] = [0, 0];
      for (let m = 0; m < side; m++)
        for (let n = 0; n < side; n++) {
          const angle = (-2 * Math.PI * (k * m + l * n)) / side;
          const [x, y] = [real[m * side + n]!, imaginary[m * side + n]!];
          sumReal += x * Math.cos(angle) - y * Math.sin(angle);
          sumImaginary += x * Math.sin(angle) + y * Math.cos(angle);
        }
      assert.ok(Math.abs(a[k * side + l]! - sumReal) < 1e-9);
      assert.ok(Math.abs(b[k * side + l]! - sumImaginary) < 1e-9);
    }
    assert.throws(() => transform2d(new Float64Array(9), new Float64Array(9), 3), /power of two/);
  });
});

describe("textures", () => {
  const SIDE = 64;
  const textures = makeTextures(1, SIDE);

  test("have planes of mean 0 and deviation 1, a little less where they are shrunk", () => {
    for (const {planes} of textures)
      for (let plane = 0; plane < 3; plane++) {
        const values = planes.subarray(plane * SIDE * SIDE, (plane + 1) * SIDE * SIDE);
        const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
        const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length;
        assert.ok(Math.abs(mean) < 1e-6 && variance > 0.4 && variance < 1, `${variance}`);
      }
  });

  test("have amplitudes that fall with the frequency, with a slope around 1", () => {
    const power = [4, 16].map((frequency) => {
      let sum = 0;
      for (const {planes} of textures) {
        const real = Float64Array.from(planes.subarray(0, SIDE * SIDE));
        const imaginary = new Float64Array(SIDE * SIDE);
        transform2d(real, imaginary, SIDE);
        for (let row = 0; row < SIDE; row++)
          for (let column = 0; column < SIDE; column++) {
            const [x, y] = [row, column].map((at) => (at < SIDE / 2 ? at : at - SIDE));
            if (Math.round(Math.hypot(x!, y!)) !== frequency) continue;
            sum += (real[row * SIDE + column]! ** 2 + imaginary[row * SIDE + column]! ** 2) / frequency;
          }
      }
      return sum;
    });
    const slope = Math.log(power[0]! / power[1]!) / Math.log(4) / 2;
    assert.ok(slope > 0.8 && slope < 1.7, `${slope}`);
  });

  test("go on over their edges", () => {
    const {planes} = textures[0]!;
    const step = (a: number, b: number) => Math.abs(planes[a]! - planes[b]!);
    let [across, within] = [0, 0];
    for (let row = 0; row < SIDE; row++) {
      across += step(row * SIDE, row * SIDE + SIDE - 1);
      within += step(row * SIDE + 20, row * SIDE + 21);
    }
    assert.ok(across < 2 * within);
  });

  test("of another seed are others", () => {
    assert.notDeepEqual(makeTextures(2, 32)[0], makeTextures(1, 32)[0]);
  });
});
