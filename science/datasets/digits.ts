import type {Columns} from "../formats/column.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import type {Pyramid} from "./sprite.ts";

/** How one image shows a digit. Lengths are shares of the image's side, angles degrees. */
export interface DigitPose {
  /** Number of the typeface. */
  typeface: number;
  /** Centre, from the image's centre to the right and down. */
  x: number;
  y: number;
  /** Longer side of the digit. */
  size: number;
  rotation: number;
  /** Tangent of the slant. */
  skew: number;
  /** Displacements to the right and down at a grid of GRID x GRID places over the image, shares of its side. */
  displacements: Float64Array;
}

/** What each image of digits shows. */
export const digitColumns = {
  image: "integer",
  class: "string",
  label: "integer",
  typeface: "string",
  x: "number",
  y: "number",
  size: "number",
  rotation: "number",
  skew: "number"
} as const satisfies Columns;

export const DIGITS = 10;
const GRID = 5;
/** The digits of MNIST fill 20 of 28 pixels. */
const LARGEST_SIZE = 20 / 28;
const PURPOSE = {pose: 1, displacements: 2} as const;

/**
 * Draws how the image at a place among those of its digit looks, after infiMNIST (Loosli, Canu & Bottou 2007): small
 * shifts, turns and slants, and smooth random displacements.
 * @param elasticity deviation of the displacements, share of the image's side
 */
export function drawDigit(
  {seed, typefaces, elasticity}: {seed: number; typefaces: number; elasticity: number},
  digit: number,
  place: number
): DigitPose {
  const stream = new KeyedStream(seed, digit, place, PURPOSE.pose);
  const typeface = stream.integer(typefaces);
  const shift = () => stream.uniform(-0.07, 0.07);
  const wobble = new KeyedStream(seed, digit, place, PURPOSE.displacements);
  return {
    typeface,
    x: shift(),
    y: shift(),
    size: LARGEST_SIZE * stream.uniform(0.75, 1),
    rotation: stream.uniform(-15, 15),
    skew: stream.uniform(-0.25, 0.25),
    displacements: Float64Array.from({length: 2 * GRID * GRID}, () => elasticity * wobble.normal())
  };
}

/** Paints a digit in white on black. @returns side x side x 3 bytes */
export function paintDigit(pose: DigitPose, side: number, glyph: Pyramid): Uint8Array {
  const level = Math.round(Math.log2(glyph[0]!.side / (pose.size * side)));
  const sprite = glyph[Math.min(Math.max(level, 0), glyph.length - 1)]!;
  const angle = (pose.rotation * Math.PI) / 180;
  const cosine = Math.cos(angle);
  const sine = Math.sin(angle);
  const pixels = new Uint8Array(side * side * 3);
  const shift = new Float64Array(2);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      const x = (column + 0.5) / side;
      const y = (row + 0.5) / side;
      displacement(pose.displacements, x, y, shift);
      const dx = x + shift[0]! - 0.5 - pose.x;
      const dy = y + shift[1]! - 0.5 - pose.y;
      // Back from the image to the glyph: size and rotation, then slant.
      const v = (cosine * dy - sine * dx) / pose.size;
      const u = (cosine * dx + sine * dy) / pose.size + pose.skew * v;
      pixels.fill(alphaAt(sprite, u + 0.5, v + 0.5), (row * side + column) * 3, (row * side + column + 1) * 3);
    }
  return pixels;
}

/** Interpolates the grid of displacements with weights that are flat at its places, so that there is no crease. */
function displacement(grid: Float64Array, x: number, y: number, shift: Float64Array): void {
  const column = Math.min(Math.floor(x * (GRID - 1)), GRID - 2);
  const row = Math.min(Math.floor(y * (GRID - 1)), GRID - 2);
  const right = smooth(x * (GRID - 1) - column);
  const below = smooth(y * (GRID - 1) - row);
  for (let axis = 0; axis < 2; axis++) {
    const at = (axis * GRID + row) * GRID + column;
    const upper = (1 - right) * grid[at]! + right * grid[at + 1]!;
    const lower = (1 - right) * grid[at + GRID]! + right * grid[at + GRID + 1]!;
    shift[axis] = (1 - below) * upper + below * lower;
  }
}

function smooth(share: number): number {
  return share * share * (3 - 2 * share);
}

/** Bilinear; nothing outside the frame. */
function alphaAt({side, pixels}: {side: number; pixels: Uint8Array}, u: number, v: number): number {
  const x = u * side - 0.5;
  const y = v * side - 0.5;
  const left = Math.floor(x);
  const top = Math.floor(y);
  const right = x - left;
  const below = y - top;
  const alpha = (column: number, row: number) =>
    column < 0 || row < 0 || column >= side || row >= side ? 0 : pixels[(row * side + column) * 4 + 3]!;
  const upper = (1 - right) * alpha(left, top) + right * alpha(left + 1, top);
  const lower = (1 - right) * alpha(left, top + 1) + right * alpha(left + 1, top + 1);
  return Math.round((1 - below) * upper + below * lower);
}
