import type {KeyedStream} from "../random/keyed-stream.ts";
import type {Normalisation} from "./augmentation.ts";
import {CHANNELS} from "./image-set.ts";
import type {Planes} from "./resample.ts";

/** Luma of ITU-R BT.601. */
const LUMA = [0.299, 0.587, 0.114] as const;
/** The study blurs images of this many pixels; smaller ones are blurred in proportion. */
const BLUR_REFERENCE = 224;

/** Subtracts the mean and divides by the deviation, in place. */
export function normalise({size, data}: Planes, {mean, deviation}: Normalisation): void {
  const plane = size * size;
  for (let channel = 0; channel < CHANNELS; channel++)
    for (let at = channel * plane; at < (channel + 1) * plane; at++)
      data[at] = (data[at]! - mean[channel]!) / deviation[channel]!;
}

/**
 * Changes brightness, contrast and saturation of an image (shares of 255), in random order, each by a factor in
 * 1 - strength to 1 + strength; values stay in 0 to 1, as torchvision's ColorJitter without hue.
 */
export function jitterColours(planes: Planes, strength: number, stream: KeyedStream): void {
  if (strength === 0) return;
  const order = stream.shuffle(Uint32Array.of(0, 1, 2));
  for (const change of order) {
    const factor = stream.uniform(1 - strength, 1 + strength);
    if (change === 0) blend(planes.data, factor, 0);
    else if (change === 1) blend(planes.data, factor, meanLuma(planes));
    else saturate(planes, factor);
  }
}

/** One of three, by chance: grey, Gaussian blur of 0.1 to 2 pixels (of 224), solarisation at one half. */
export function threeAugment(planes: Planes, stream: KeyedStream): void {
  const change = stream.integer(3);
  if (change === 0) saturate(planes, 0);
  else if (change === 1) blur(planes, (stream.uniform(0.1, 2) * planes.size) / BLUR_REFERENCE);
  else solarise(planes.data, 0.5);
}

/** Moves values away from one value, or towards it for a factor below 1. */
export function blend(data: Float32Array, factor: number, towards: number): void {
  for (let at = 0; at < data.length; at++) data[at] = clamp(factor * data[at]! + (1 - factor) * towards);
}

/** Moves colours away from grey, or towards it for a factor below 1. */
export function saturate({size, data}: Planes, factor: number): void {
  const plane = size * size;
  for (let at = 0; at < plane; at++) {
    const grey = (1 - factor) * luma(data, at, plane);
    for (let channel = 0; channel < CHANNELS; channel++)
      data[channel * plane + at] = clamp(factor * data[channel * plane + at]! + grey);
  }
}

/** Mean lightness of an image. */
export function meanLuma({size, data}: Planes): number {
  const plane = size * size;
  let sum = 0;
  for (let at = 0; at < plane; at++) sum += luma(data, at, plane);
  return sum / plane;
}

function luma(data: Float32Array, at: number, plane: number): number {
  return LUMA[0] * data[at]! + LUMA[1] * data[plane + at]! + LUMA[2] * data[2 * plane + at]!;
}

/** Inverts what is at least as light as the threshold. */
export function solarise(data: Float32Array, threshold: number): void {
  for (let at = 0; at < data.length; at++) if (data[at]! >= threshold) data[at] = 1 - data[at]!;
}

/** Stretches the values of one plane to 0 to 1, unless they are all the same. */
export function stretchContrast(plane: Float32Array): void {
  const low = plane.reduce((least, value) => Math.min(least, value), 1);
  const high = plane.reduce((most, value) => Math.max(most, value), 0);
  if (high > low) for (let at = 0; at < plane.length; at++) plane[at] = (plane[at]! - low) / (high - low);
}

/** Spreads the 256 grey levels of one plane evenly, as Pillow's `equalize`. */
export function equalise(plane: Float32Array): void {
  const counts = new Uint32Array(256);
  for (const value of plane) counts[Math.round(value * 255)]! += 1;
  const lightest = counts[counts.findLastIndex((count) => count > 0)]!;
  const step = Math.floor((plane.length - lightest) / 255);
  if (step === 0) return;
  let below = Math.floor(step / 2);
  const levels = Array.from(counts, (count) => {
    const level = Math.min(255, Math.floor(below / step));
    below += count;
    return level;
  });
  for (let at = 0; at < plane.length; at++) plane[at] = levels[Math.round(plane[at]! * 255)]! / 255;
}

/** Blends an image with its smoothed self (Pillow's SMOOTH: the middle counts five times), but for the margin. */
export function sharpen({size, data}: Planes, factor: number): void {
  const source = data.slice();
  for (let channel = 0; channel < CHANNELS; channel++)
    for (let row = 1; row < size - 1; row++)
      for (let column = 1; column < size - 1; column++) {
        const at = (channel * size + row) * size + column;
        let sum = 4 * source[at]!;
        for (let down = -1; down <= 1; down++)
          for (let right = -1; right <= 1; right++) sum += source[at + down * size + right]!;
        data[at] = clamp(factor * source[at]! + ((1 - factor) * sum) / 13);
      }
}

/** Separable Gaussian, cut at three deviations; the edge's pixels go on outside. */
function blur({size, data}: Planes, deviation: number): void {
  const radius = Math.ceil(3 * deviation);
  const weights = Float64Array.from({length: 2 * radius + 1}, (_, i) =>
    Math.exp(-0.5 * ((i - radius) / deviation) ** 2)
  );
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const line = new Float64Array(size);
  const along = (start: number, step: number) => {
    for (let place = 0; place < size; place++) {
      let sum = 0;
      for (let k = -radius; k <= radius; k++) {
        const from = Math.min(Math.max(place + k, 0), size - 1);
        sum += weights[k + radius]! * data[start + from * step]!;
      }
      line[place] = sum / total;
    }
    for (let place = 0; place < size; place++) data[start + place * step] = line[place]!;
  };
  for (let row = 0; row < CHANNELS * size; row++) along(row * size, 1);
  for (let channel = 0; channel < CHANNELS; channel++)
    for (let column = 0; column < size; column++) along(channel * size * size + column, size);
}

function clamp(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
