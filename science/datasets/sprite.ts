import {areaMean} from "../images/area-mean.ts";
import {DatasetMistake} from "./dataset-mistake.ts";

/** A square picture with premultiplied alpha, side x side x 4 bytes (red, green, blue, alpha). */
export interface Sprite {
  side: number;
  pixels: Uint8Array;
}

/** A sprite and its halvings, largest first. */
export type Pyramid = readonly Sprite[];

const CHANNELS = 4;
/** Alpha below this is no part of the drawing. */
const VISIBLE = 8;
const SMALLEST_SIDE = 4;

/**
 * A drawing as a sprite of `side` pixels: its visible part centred, the longer side of that part filling the sprite
 * but for a transparent border of `border` pixels; so that size and position mean the same for every drawing.
 * Every pixel is the mean over the area that it covers.
 * @throws DatasetMistake for a drawing in which nothing is visible
 */
export function fitSprite(drawing: Sprite, side: number, border = 1): Sprite {
  const {left, top, right, bottom} = visiblePart(drawing);
  const length = (Math.max(right - left, bottom - top) * side) / (side - 2 * border);
  const part = {left: (left + right - length) / 2, top: (top + bottom - length) / 2, width: length, height: length};
  const pixels = new Uint8Array(side * side * CHANNELS);
  const plane = new Float64Array(drawing.side ** 2);
  for (let channel = 0; channel < CHANNELS; channel++) {
    for (let at = 0; at < plane.length; at++) plane[at] = drawing.pixels[at * CHANNELS + channel]!;
    const fitted = areaMean(plane, drawing.side, part, side);
    for (let at = 0; at < fitted.length; at++) pixels[at * CHANNELS + channel] = Math.round(fitted[at]!);
  }
  return {side, pixels};
}

/** A sprite and its means over 2 x 2, 4 x 4 ... pixels; `side` is a power of two. */
export function pyramidOf(sprite: Sprite): Pyramid {
  const levels = [sprite];
  for (let last = sprite; last.side > SMALLEST_SIDE; levels.push(last)) last = halved(last);
  return levels;
}

function halved({side, pixels}: Sprite): Sprite {
  const half = side / 2;
  const means = new Uint8Array(half * half * CHANNELS);
  for (let y = 0; y < half; y++)
    for (let x = 0; x < half; x++)
      for (let channel = 0; channel < CHANNELS; channel++) {
        const from = (2 * y * side + 2 * x) * CHANNELS + channel;
        const below = from + side * CHANNELS;
        const sum = pixels[from]! + pixels[from + CHANNELS]! + pixels[below]! + pixels[below + CHANNELS]!;
        means[(y * half + x) * CHANNELS + channel] = (sum + 2) >> 2;
      }
  return {side: half, pixels: means};
}

function visiblePart({side, pixels}: Sprite) {
  let left = side;
  let top = side;
  let right = 0;
  let bottom = 0;
  for (let y = 0; y < side; y++)
    for (let x = 0; x < side; x++) {
      if (pixels[(y * side + x) * CHANNELS + 3]! < VISIBLE) continue;
      left = Math.min(left, x);
      right = Math.max(right, x + 1);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y + 1);
    }
  if (right === 0) throw new DatasetMistake("nothing is visible in the drawing");
  return {left, top, right, bottom};
}
