import type {KeyedStream} from "../random/keyed-stream.ts";
import type {Augmentation, Normalisation} from "./augmentation.ts";
import {jitterColours, normalise, threeAugment} from "./colours.ts";
import {CHANNELS} from "./image-set.ts";
import {randAugment} from "./rand-augment.ts";
import {cropPlan, type Planes, resample, type Size, type Window} from "./resample.ts";

const asTheyAre: Normalisation = {mean: [0, 0, 0], deviation: [1, 1, 1]};

/**
 * One training image: cropped, mirrored, its colours changed, normalised, erased in part.
 * @param pixels height x width x 3 bytes
 */
export function augmentInto(
  planes: Planes,
  pixels: Uint8Array,
  size: Size,
  {augmentation, normalisation, stream}: {augmentation: Augmentation; normalisation: Normalisation; stream: KeyedStream}
): void {
  const window = drawWindow(augmentation, size, planes.size, stream);
  if (augmentation.randAugment || augmentation.threeAugment || augmentation.colourJitter > 0) {
    resample(pixels, size, window, planes, asTheyAre);
    if (augmentation.randAugment) randAugment(planes, augmentation.randAugment, stream);
    if (augmentation.threeAugment) threeAugment(planes, stream);
    jitterColours(planes, augmentation.colourJitter, stream);
    normalise(planes, normalisation);
  } else resample(pixels, size, window, planes, normalisation);
  if (stream.uniform() < augmentation.erase) erase(planes, stream);
}

/** Which part of an image is shown, and whether mirrored. */
export function drawWindow({crop, flip}: Augmentation, image: Size, size: number, stream: KeyedStream): Window {
  const window =
    crop?.kind === "random-resized"
      ? randomResizedCrop(image, crop.scale, crop.ratio, stream)
      : crop?.kind === "pad"
        ? padded(image, crop.pixels, stream)
        : cropPlan(image, size);
  return {...window, mirrored: stream.uniform() < flip};
}

/** As torchvision's: ten tries, then the largest centred part with an allowed aspect. */
function randomResizedCrop(
  {height, width}: Size,
  scale: readonly [number, number],
  ratio: readonly [number, number],
  stream: KeyedStream
): Window {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = height * width * stream.uniform(...scale);
    const aspect = Math.exp(stream.uniform(Math.log(ratio[0]), Math.log(ratio[1])));
    const w = Math.round(Math.sqrt(area * aspect));
    const h = Math.round(Math.sqrt(area / aspect));
    if (w < 1 || h < 1 || w > width || h > height) continue;
    const top = stream.integer(height - h + 1);
    return {left: stream.integer(width - w + 1), top, width: w, height: h, mirrored: false};
  }
  const aspect = Math.min(Math.max(width / height, ratio[0]), ratio[1]);
  const w = Math.min(width, Math.round(height * aspect));
  const h = Math.min(height, Math.round(width / aspect));
  return {left: Math.floor((width - w) / 2), top: Math.floor((height - h) / 2), width: w, height: h, mirrored: false};
}

function padded({height, width}: Size, pixels: number, stream: KeyedStream): Window {
  const top = stream.integer(2 * pixels + 1) - pixels;
  return {left: stream.integer(2 * pixels + 1) - pixels, top, width, height, mirrored: false};
}

/** Noise in a rectangle of an already normalised image, as timm's `pixel` mode. */
function erase({size, data}: Planes, stream: KeyedStream): void {
  for (let attempt = 0; attempt < 10; attempt++) {
    const area = size * size * stream.uniform(0.02, 1 / 3);
    const aspect = Math.exp(stream.uniform(Math.log(0.3), Math.log(1 / 0.3)));
    const height = Math.round(Math.sqrt(area * aspect));
    const width = Math.round(Math.sqrt(area / aspect));
    if (height >= size || width >= size) continue;
    const top = stream.integer(size - height + 1);
    const left = stream.integer(size - width + 1);
    for (let channel = 0; channel < CHANNELS; channel++)
      for (let row = top; row < top + height; row++)
        for (let column = left; column < left + width; column++)
          data[(channel * size + row) * size + column] = stream.normal();
    return;
  }
}
