import type {Normalisation} from "./augmentation.ts";
import {CHANNELS} from "./image-set.ts";

/** One image as three planes, 3 x size x size. */
export interface Planes {
  size: number;
  data: Float32Array;
}

/** The part of an image that becomes the whole; in pixels, and it may lie partly outside, where there is black. */
export interface Window {
  left: number;
  top: number;
  width: number;
  height: number;
  mirrored: boolean;
}

/** Of an image, pixels. */
export interface Size {
  height: number;
  width: number;
}

/** The middle `size` x `size` pixels; of an image that is smaller on a side, all of it. */
export function cropPlan({height, width}: Size, size: number): Window {
  if (height < size || width < size) return {left: 0, top: 0, width, height, mirrored: false};
  return {
    left: Math.floor((width - size) / 2),
    top: Math.floor((height - size) / 2),
    width: size,
    height: size,
    mirrored: false
  };
}

/**
 * Resizes a window of an image (height x width x 3 bytes) into planes, as shares of 255 that are normalised:
 * bilinear between pixel centres without antialiasing, as OpenCV's INTER_LINEAR, which the study's loader uses.
 */
export function resample(
  pixels: Uint8Array,
  {height, width}: Size,
  window: Window,
  {size, data}: Planes,
  {mean, deviation}: Normalisation
): void {
  const columns = axis(window.left, window.width, width, size, window.mirrored);
  const rows = axis(window.top, window.height, height, size, false);
  const plane = size * size;
  for (let channel = 0; channel < CHANNELS; channel++) {
    const scale = 1 / (255 * deviation[channel]!);
    const shift = -mean[channel]! / deviation[channel]!;
    let target = channel * plane;
    for (let row = 0; row < size; row++) {
      const upper = rows.low[row]! * width * CHANNELS + channel;
      const lower = rows.high[row]! * width * CHANNELS + channel;
      const upperWeight = rows.lowWeight[row]! * scale;
      const lowerWeight = rows.highWeight[row]! * scale;
      for (let column = 0; column < size; column++) {
        const left = columns.low[column]! * CHANNELS;
        const right = columns.high[column]! * CHANNELS;
        const leftWeight = columns.lowWeight[column]!;
        const rightWeight = columns.highWeight[column]!;
        data[target++] =
          upperWeight * (leftWeight * pixels[upper + left]! + rightWeight * pixels[upper + right]!) +
          lowerWeight * (leftWeight * pixels[lower + left]! + rightWeight * pixels[lower + right]!) +
          shift;
      }
    }
  }
}

/** For each place along one side, the two pixels between which it lies and their weights; 0 outside the image. */
function axis(start: number, length: number, available: number, size: number, mirrored: boolean) {
  const low = new Int32Array(size);
  const high = new Int32Array(size);
  const lowWeight = new Float64Array(size);
  const highWeight = new Float64Array(size);
  const first = Math.max(start, 0);
  const last = Math.min(start + length, available) - 1;
  for (let place = 0; place < size; place++) {
    const centre = start + ((mirrored ? size - 1 - place : place) + 0.5) * (length / size) - 0.5;
    if (centre < -0.5 || centre > available - 0.5) continue;
    const within = Math.min(Math.max(centre, first), last);
    low[place] = Math.floor(within);
    high[place] = Math.min(low[place]! + 1, last);
    highWeight[place] = within - low[place]!;
    lowWeight[place] = 1 - highWeight[place]!;
  }
  return {low, high, lowWeight, highWeight};
}
