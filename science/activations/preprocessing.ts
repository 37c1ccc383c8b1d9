import {imagenetNormalisation} from "../images/augmentation.ts";
import {fitSquare} from "../images/fit-square.ts";
import {CHANNELS} from "../images/image-set.ts";
import {resizeAntialiased} from "./resize-antialiased.ts";
import type {Picture} from "./screen.ts";

/**
 * How a picture becomes a model's input, by name:
 * `study`: squared to 256/224 of the model's size by OpenCV's bilinear without antialiasing, then its middle (Gokce &
 * Schrimpf 2025); `brain-score`: squared to the model's size by an antialiased bilinear, no crop (Brain-Score's
 * default); `native`: as it is, for pictures that were made at the model's size.
 */
export const preprocessings = ["study", "brain-score", "native"] as const;
export type Preprocessing = (typeof preprocessings)[number];

/** A picture that a preprocessing cannot take. */
export class PreprocessingMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "PreprocessingMistake";
}

/** Writes one picture as 3 x size x size normalised numbers (ImageNet's mean and deviation). */
export function preprocess(picture: Picture, preprocessing: Preprocessing, size: number, into: Float32Array): void {
  const {mean, deviation} = imagenetNormalisation;
  const shares = sized(picture, preprocessing, size);
  const plane = size * size;
  for (let at = 0; at < plane; at++)
    for (let channel = 0; channel < CHANNELS; channel++)
      into[channel * plane + at] = (shares[at * CHANNELS + channel]! / 255 - mean[channel]!) / deviation[channel]!;
}

/** Rows x columns x 3, 0 to 255. */
function sized({pixels, height, width}: Picture, preprocessing: Preprocessing, size: number): ArrayLike<number> {
  switch (preprocessing) {
    case "study":
      return fitSquare(pixels, height, width, {
        resize: "square",
        to: Math.round((size * 256) / 224),
        crop: size,
        filter: "bilinear"
      });
    case "brain-score":
      return resizeAntialiased(pixels, {height, width}, size);
    case "native":
      if (height !== size || width !== size)
        throw new PreprocessingMistake(
          `pictures of ${height} x ${width} pixels for a model of ${size}: preprocessing "native" resizes nothing; ` +
            `choose "study" or "brain-score"`
        );
      return pixels;
  }
}
