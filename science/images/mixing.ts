import type {KeyedStream} from "../random/keyed-stream.ts";
import type {Augmentation} from "./augmentation.ts";
import {CHANNELS} from "./image-set.ts";

/** How the images of a batch are mixed: image `i` of `n` with image `n - 1 - i`. */
export interface Mixing {
  /** Share of the image itself, and of its label. */
  share: number;
  /** The rectangle that comes from the other image (CutMix); without it, all pixels are averaged (mixup). */
  cut?: {top: number; bottom: number; left: number; right: number};
}

/** One draw for a batch: mixup (Zhang et al. 2018), CutMix (Yun et al. 2019), or nothing. Batch mode, as timm's. */
export function drawMixing(mix: Augmentation["mix"], size: number, stream: KeyedStream): Mixing | undefined {
  if (!mix || stream.uniform() >= mix.probability) return undefined;
  const {mixup, cutmix} = mix;
  const cuts = cutmix > 0 && (mixup === 0 || stream.uniform() < mix.switch);
  const parameter = cuts ? cutmix : mixup;
  if (parameter === 0) return undefined;
  const share = stream.symmetricBeta(parameter);
  if (!cuts) return {share};
  const side = Math.floor(size * Math.sqrt(1 - share));
  const [top, bottom] = interval(stream.integer(size), side, size);
  const [left, right] = interval(stream.integer(size), side, size);
  return {share: 1 - ((bottom - top) * (right - left)) / (size * size), cut: {top, bottom, left, right}};
}

/** Mixes images (count x 3 x size x size) in place. */
export function mixImages(images: Float32Array, count: number, size: number, {share, cut}: Mixing): void {
  const length = CHANNELS * size * size;
  for (let first = 0, last = count - 1; first < last; first++, last--) {
    const a = images.subarray(first * length, (first + 1) * length);
    const b = images.subarray(last * length, (last + 1) * length);
    if (cut) swap(a, b, size, cut);
    else average(a, b, share);
  }
}

/**
 * Fills soft targets (count x classes): `share` of an image's own label, the rest of its partner's, each smoothed:
 * a label is 1 - smoothing for its class, and smoothing is spread evenly over all classes.
 */
export function mixTargets(
  targets: Float32Array,
  labels: Int32Array,
  classes: number,
  share: number,
  smoothing: number
): void {
  targets.fill(smoothing / classes);
  labels.forEach((label, at) => {
    const other = labels[labels.length - 1 - at]!;
    targets[at * classes + label]! += share * (1 - smoothing);
    targets[at * classes + other]! += (1 - share) * (1 - smoothing);
  });
}

function interval(centre: number, length: number, size: number): [number, number] {
  const start = centre - Math.floor(length / 2);
  return [Math.min(Math.max(start, 0), size), Math.min(Math.max(centre + Math.floor(length / 2), 0), size)];
}

function average(a: Float32Array, b: Float32Array, share: number): void {
  for (let at = 0; at < a.length; at++) {
    const own = a[at]!;
    const other = b[at]!;
    a[at] = share * own + (1 - share) * other;
    b[at] = share * other + (1 - share) * own;
  }
}

function swap(a: Float32Array, b: Float32Array, size: number, cut: NonNullable<Mixing["cut"]>): void {
  for (let line = 0; line < CHANNELS; line++)
    for (let row = cut.top; row < cut.bottom; row++) {
      const start = (line * size + row) * size;
      const kept = a.slice(start + cut.left, start + cut.right);
      a.set(b.subarray(start + cut.left, start + cut.right), start + cut.left);
      b.set(kept, start + cut.left);
    }
}
