import type {KeyedStream} from "../random/keyed-stream.ts";
import {blend, equalise, meanLuma, saturate, sharpen, solarise, stretchContrast} from "./colours.ts";
import {CHANNELS} from "./image-set.ts";
import type {Planes} from "./resample.ts";

/** How strongly, and how often. */
export interface RandAugment {
  /** Changes in a row; each is made with probability 1/2. */
  changes: number;
  /** Mean strength, 0 to 10. */
  magnitude: number;
  /** Deviation of the strength. */
  deviation: number;
}

/** What is seen where a picture was moved away: ImageNet's mean colour. */
const EMPTY = [0.485, 0.456, 0.406] as const;
const LARGEST = 10;

type Change = (planes: Planes, strength: number, sign: number) => void;

/** Every change grows with its strength, a share of the largest; `sign` is 1 or -1. */
const changes: readonly Change[] = [
  ({data, size}) => eachPlane(data, size, stretchContrast),
  ({data, size}) => eachPlane(data, size, equalise),
  ({data}) => each(data, (value) => 1 - value),
  (planes, strength, sign) => {
    const angle = (sign * strength * 30 * Math.PI) / 180;
    move(planes, [Math.cos(angle), Math.sin(angle), 0, -Math.sin(angle), Math.cos(angle), 0]);
  },
  ({data}, strength) => {
    const step = 2 ** (8 - (4 - Math.floor(strength * 4)));
    each(data, (value) => (Math.floor(Math.round(value * 255) / step) * step) / 255);
  },
  ({data}, strength) => solarise(data, 1 - strength),
  ({data}, strength) => each(data, (value) => (value < 0.5 ? Math.min(1, value + (strength * 110) / 255) : value)),
  (planes, strength, sign) => saturate(planes, 1 + sign * strength * 0.9),
  (planes, strength, sign) => blend(planes.data, 1 + sign * strength * 0.9, meanLuma(planes)),
  ({data}, strength, sign) => blend(data, 1 + sign * strength * 0.9, 0),
  (planes, strength, sign) => sharpen(planes, 1 + sign * strength * 0.9),
  (planes, strength, sign) => move(planes, [1, sign * strength * 0.3, 0, 0, 1, 0]),
  (planes, strength, sign) => move(planes, [1, 0, 0, sign * strength * 0.3, 1, 0]),
  (planes, strength, sign) => move(planes, [1, 0, sign * strength * 0.45, 0, 1, 0]),
  (planes, strength, sign) => move(planes, [1, 0, 0, 0, 1, sign * strength * 0.45])
];

/**
 * RandAugment (Cubuk et al. 2020) as timm's `rand-m9-mstd0.5-inc1` has it: of contrast stretching, equalisation,
 * inversion, rotation, posterisation, solarisation, solarised addition, colour, contrast, brightness, sharpness, shear
 * and translation along both axes, some are drawn, each with a strength around the magnitude.
 */
export function randAugment(planes: Planes, options: RandAugment, stream: KeyedStream): void {
  for (let number = 0; number < options.changes; number++) {
    const change = changes[stream.integer(changes.length)];
    const strength = (options.magnitude + options.deviation * stream.normal()) / LARGEST;
    const sign = stream.uniform() < 0.5 ? -1 : 1;
    if (stream.uniform() < 0.5) change?.(planes, Math.min(Math.max(strength, 0), 1), sign);
  }
}

/**
 * Moves the picture: what is at (x, y) comes from (a x + b y + c, d x + e y + f), in shares of the side from the
 * middle; bilinear.
 */
function move(
  {size, data}: Planes,
  [a, b, c, d, e, f]: readonly [number, number, number, number, number, number]
): void {
  const plane = size * size;
  const source = data.slice();
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const x = (column + 0.5) / size - 0.5;
      const y = (row + 0.5) / size - 0.5;
      const fromColumn = (a * x + b * y + c + 0.5) * size - 0.5;
      const fromRow = (d * x + e * y + f + 0.5) * size - 0.5;
      const left = Math.floor(fromColumn);
      const top = Math.floor(fromRow);
      for (let channel = 0; channel < CHANNELS; channel++) {
        let sum = 0;
        for (let corner = 0; corner < 4; corner++) {
          const [x1, y1] = [left + (corner & 1), top + (corner >> 1)];
          const weight = (1 - Math.abs(fromColumn - x1)) * (1 - Math.abs(fromRow - y1));
          const outside = x1 < 0 || y1 < 0 || x1 >= size || y1 >= size;
          sum += weight * (outside ? EMPTY[channel]! : source[channel * plane + y1 * size + x1]!);
        }
        data[channel * plane + row * size + column] = sum;
      }
    }
}

function eachPlane(data: Float32Array, size: number, change: (plane: Float32Array) => void): void {
  for (let channel = 0; channel < CHANNELS; channel++)
    change(data.subarray(channel * size * size, (channel + 1) * size * size));
}

function each(data: Float32Array, change: (value: number) => number): void {
  for (let at = 0; at < data.length; at++) data[at] = change(data[at]!);
}
