import {areaMean} from "../images/area-mean.ts";
import {CHANNELS} from "../images/image-set.ts";
import type {KeyedStream} from "../random/keyed-stream.ts";

/** Receptors along a side of the visual field. */
const RETINA = 32;
export const ORIENTATIONS = 8;
/** Receptors a cycle; a scale's cells lie half a cycle apart. */
const WAVELENGTHS = [4, 8, 16] as const;
/** Gaussian envelope's deviation, in cycles. */
const ENVELOPE = 0.5;
/** Contrast energy at which a lone cell responds at half its maximum. */
const SEMISATURATION = 0.1;
const LUMA = [0.299, 0.587, 0.114] as const;

/** Complex cells of one spatial frequency: orientation x row x column. */
export interface ScaleMap {
  side: number;
  responses: Float64Array;
}

/** A cell's place among the maps. */
export interface V1Cell {
  scale: number;
  orientation: number;
  row: number;
  column: number;
}

interface Gabor {
  even: Float64Array;
  odd: Float64Array;
}

/**
 * V1's complex cells: the energy of a quadrature pair of Gabor filters (Adelson & Bergen 1985) at each orientation,
 * spatial frequency and place, divided by that of its neighbours at all orientations (Heeger 1992),
 * r = e / (s + mean of e).
 * @param pixels side x side x 3 bytes
 */
export function complexCells(pixels: Uint8Array, side: number): ScaleMap[] {
  const light = contrastOf(pixels, side);
  return WAVELENGTHS.map((wavelength, scale) => {
    const map = {side: sideOf(scale), responses: energies(light, wavelength, banks[scale]!)};
    return {side: map.side, responses: normalised(map)};
  });
}

/** A complex cell of any frequency, orientation and place. */
export function drawCell(stream: KeyedStream): V1Cell {
  const scale = stream.integer(WAVELENGTHS.length);
  const side = sideOf(scale);
  return {
    scale,
    orientation: stream.integer(ORIENTATIONS),
    row: stream.integer(side),
    column: stream.integer(side)
  };
}

export function cellResponse(maps: readonly ScaleMap[], {scale, orientation, row, column}: V1Cell): number {
  const {side, responses} = maps[scale]!;
  return responses[(orientation * side + row) * side + column]!;
}

export const SCALES = WAVELENGTHS.length;

function sideOf(scale: number): number {
  return (2 * RETINA) / WAVELENGTHS[scale]!;
}

/** Lightness less its mean, 0 to 1, on the retina. */
function contrastOf(pixels: Uint8Array, side: number): Float64Array {
  const plane = new Float64Array(side * side);
  for (let at = 0; at < plane.length; at++)
    for (let channel = 0; channel < CHANNELS; channel++)
      plane[at]! += (LUMA[channel]! * pixels[at * CHANNELS + channel]!) / 255;
  const light = areaMean(plane, side, {left: 0, top: 0, width: side, height: side}, RETINA);
  const mean = light.reduce((sum, value) => sum + value, 0) / light.length;
  return light.map((value) => value - mean);
}

const banks = WAVELENGTHS.map((wavelength) =>
  Array.from({length: ORIENTATIONS}, (_, orientation) => gabor(wavelength, (orientation * Math.PI) / ORIENTATIONS))
);

/** Filters of unit length without response to uniform light, (2 wavelength + 1) squared. */
function gabor(wavelength: number, angle: number): Gabor {
  const side = 2 * wavelength + 1;
  const envelope = new Float64Array(side * side);
  const even = new Float64Array(side * side);
  const odd = new Float64Array(side * side);
  for (let row = 0, at = 0; row < side; row++)
    for (let column = 0; column < side; column++, at++) {
      const [x, y] = [column - wavelength, row - wavelength];
      const phase = (2 * Math.PI * (x * Math.cos(angle) + y * Math.sin(angle))) / wavelength;
      envelope[at] = Math.exp(-(x * x + y * y) / (2 * (ENVELOPE * wavelength) ** 2));
      even[at] = envelope[at]! * Math.cos(phase);
      odd[at] = envelope[at]! * Math.sin(phase);
    }
  const offset = sum(even) / sum(envelope);
  for (let at = 0; at < even.length; at++) even[at]! -= offset * envelope[at]!;
  return {even: unit(even), odd: unit(odd)};
}

function energies(light: Float64Array, wavelength: number, filters: readonly Gabor[]): Float64Array {
  const stride = wavelength / 2;
  const side = RETINA / stride;
  const energy = new Float64Array(filters.length * side * side);
  for (const [orientation, {even, odd}] of filters.entries())
    for (let row = 0; row < side; row++)
      for (let column = 0; column < side; column++) {
        // Cells lie in the middle of their share of the field; there is no light outside.
        const top = row * stride + stride / 2 - wavelength;
        const left = column * stride + stride / 2 - wavelength;
        const width = 2 * wavelength + 1;
        let [a, b] = [0, 0];
        for (let y = Math.max(0, -top); y < width && top + y < RETINA; y++)
          for (let x = Math.max(0, -left); x < width && left + x < RETINA; x++) {
            const value = light[(top + y) * RETINA + left + x]!;
            a += value * even[y * width + x]!;
            b += value * odd[y * width + x]!;
          }
        energy[(orientation * side + row) * side + column] = a * a + b * b;
      }
  return energy;
}

/** Divided by the mean energy of the orientations at the same and the adjacent places. */
function normalised({side, responses}: ScaleMap): Float64Array {
  const plane = side * side;
  const pooled = new Float64Array(plane);
  for (let at = 0; at < responses.length; at++) pooled[at % plane]! += responses[at]! / ORIENTATIONS;
  const result = new Float64Array(responses.length);
  for (let row = 0; row < side; row++)
    for (let column = 0; column < side; column++) {
      let [around, places] = [0, 0];
      for (let y = Math.max(0, row - 1); y <= Math.min(side - 1, row + 1); y++)
        for (let x = Math.max(0, column - 1); x <= Math.min(side - 1, column + 1); x++, places++)
          around += pooled[y * side + x]!;
      const divisor = SEMISATURATION + around / places;
      for (let at = row * side + column; at < responses.length; at += plane) result[at] = responses[at]! / divisor;
    }
  return result;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function unit(values: Float64Array): Float64Array {
  const length = Math.hypot(...values);
  return values.map((value) => value / length);
}
