import {areaMean} from "./area-mean.ts";
import {CHANNELS} from "./image-set.ts";
import {resample} from "./resample.ts";

/** How a picture of any size becomes a square one. */
export interface SquareFit {
  /**
   * `square`: the whole picture becomes a square, its aspect lost, as in the study's evaluation; `shortest-side`: the
   * middle of the picture, as much as its shorter side allows.
   */
  resize: "square" | "shortest-side";
  /** Pixels of the square's side. */
  to: number;
  /** Pixels of the side of its middle, which is kept. */
  crop: number;
  /** `bilinear` without antialiasing, as the study; `area`: the mean over what a pixel covers, for small images. */
  filter: "bilinear" | "area";
}

/** @param pixels height x width x 3 bytes. @returns crop x crop x 3 bytes */
export function fitSquare(pixels: Uint8Array, height: number, width: number, fit: SquareFit): Uint8Array {
  const shorter = Math.min(height, width);
  const part =
    fit.resize === "square"
      ? {left: 0, top: 0, width, height}
      : {
          left: Math.floor((width - shorter) / 2),
          top: Math.floor((height - shorter) / 2),
          width: shorter,
          height: shorter
        };
  const planes = {size: fit.to, data: new Float32Array(CHANNELS * fit.to * fit.to)};
  if (fit.filter === "bilinear") {
    const bytes = {mean: [0, 0, 0], deviation: [1 / 255, 1 / 255, 1 / 255]} as const;
    resample(pixels, {height, width}, {...part, mirrored: false}, planes, bytes);
  } else {
    const plane = new Float64Array(height * width);
    for (let channel = 0; channel < CHANNELS; channel++) {
      for (let at = 0; at < plane.length; at++) plane[at] = pixels[at * CHANNELS + channel]!;
      planes.data.set(areaMean(plane, width, part, fit.to), channel * fit.to * fit.to);
    }
  }
  return middleOf(planes, fit.crop);
}

function middleOf({size, data}: {size: number; data: Float32Array}, crop: number): Uint8Array {
  const margin = Math.floor((size - crop) / 2);
  const bytes = new Uint8ClampedArray(crop * crop * CHANNELS);
  let target = 0;
  for (let row = margin; row < margin + crop; row++)
    for (let column = margin; column < margin + crop; column++)
      for (let channel = 0; channel < CHANNELS; channel++)
        bytes[target++] = data[(channel * size + row) * size + column]!;
  return new Uint8Array(bytes.buffer);
}
