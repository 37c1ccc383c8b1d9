import {CHANNELS} from "../images/image-set.ts";
import type {Size} from "../images/resample.ts";

/**
 * A picture squeezed into a square, each pixel a weighted mean of those that it covers: a triangle as wide as the
 * reduction, as Pillow's BILINEAR; columns first, rounded to bytes in between, as there.
 * @param pixels height x width x 3 bytes. @returns size x size x 3 bytes
 */
export function resizeAntialiased(pixels: Uint8Array, {height, width}: Size, size: number): Uint8ClampedArray {
  const narrow = new Uint8ClampedArray(height * size * CHANNELS);
  const columns = weightsOf(width, size);
  for (let row = 0; row < height; row++)
    columns.forEach(({first, weights}, column) => {
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0;
        weights.forEach((weight, k) => {
          sum += weight * pixels[(row * width + first + k) * CHANNELS + channel]!;
        });
        narrow[(row * size + column) * CHANNELS + channel] = Math.floor(sum + 0.5);
      }
    });
  const result = new Uint8ClampedArray(size * size * CHANNELS);
  weightsOf(height, size).forEach(({first, weights}, row) => {
    for (let at = 0; at < size * CHANNELS; at++) {
      let sum = 0;
      weights.forEach((weight, k) => {
        sum += weight * narrow[(first + k) * size * CHANNELS + at]!;
      });
      result[row * size * CHANNELS + at] = Math.floor(sum + 0.5);
    }
  });
  return result;
}

/** For each pixel of `to`, the first of `from` that it covers, and the weight of each from there on. */
function weightsOf(from: number, to: number): {first: number; weights: number[]}[] {
  const scale = from / to;
  const support = Math.max(1, scale);
  return Array.from({length: to}, (_, place) => {
    const centre = (place + 0.5) * scale;
    const first = Math.max(0, Math.floor(centre - support + 0.5));
    const last = Math.min(from, Math.floor(centre + support + 0.5));
    const raw = Array.from({length: last - first}, (_, k) =>
      Math.max(0, 1 - Math.abs((first + k - centre + 0.5) / support))
    );
    const sum = raw.reduce((total, weight) => total + weight, 0);
    return {first, weights: raw.map((weight) => weight / sum)};
  });
}
