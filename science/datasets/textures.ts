import {areaMean} from "../images/area-mean.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import {transform2d} from "./fourier.ts";

/**
 * A texture that goes on over its edges: three planes (light, red-green, blue-yellow), each of mean 0 and, before it is
 * shrunk, of deviation 1.
 */
export interface Texture {
  side: number;
  /** 3 x side x side */
  planes: Float32Array;
}

export const TEXTURES = 16;
/** Side at which textures are made, in pixels; images of half this many and fewer see them at their own resolution. */
const SIDE = 256;
const PLANES = 3;
/** Natural images' amplitudes fall as 1 / frequency^slope, slope around 1 (Field 1987; Tolhurst et al. 1992). */
const SLOPES = [0.9, 1.5] as const;
const LARGEST_STRETCH = 3;

/**
 * Random-phase textures with the amplitude spectrum of natural scenes, some of them oriented.
 * @param side of the textures, at most 256: a texture of another side shows the same, more or less finely
 */
export function makeTextures(seed: number, side: number): Texture[] {
  return Array.from({length: TEXTURES}, (_, number) => {
    const stream = new KeyedStream(seed, number);
    const slope = stream.uniform(...SLOPES);
    const stretch = stream.uniform(1, LARGEST_STRETCH);
    const orientation = stream.uniform(0, Math.PI);
    const gains = gainsOf(slope, stretch, orientation);
    const planes = new Float32Array(PLANES * side * side);
    [...colouredNoise(stream, gains), ...colouredNoise(stream, gains)].slice(0, PLANES).forEach((noise, plane) => {
      const whole = {left: 0, top: 0, width: SIDE, height: SIDE};
      planes.set(areaMean(standardised(noise), SIDE, whole, side), plane * side * side);
    });
    return {side, planes};
  });
}

/** Amplitude at each frequency; frequencies are measured along stretched axes. */
function gainsOf(slope: number, stretch: number, orientation: number): Float64Array {
  const cosine = Math.cos(orientation);
  const sine = Math.sin(orientation);
  const gains = new Float64Array(SIDE * SIDE);
  for (let row = 0; row < SIDE; row++)
    for (let column = 0; column < SIDE; column++) {
      const x = column < SIDE / 2 ? column : column - SIDE;
      const y = row < SIDE / 2 ? row : row - SIDE;
      const along = (x * cosine + y * sine) * Math.sqrt(stretch);
      const across = (y * cosine - x * sine) / Math.sqrt(stretch);
      if (x !== 0 || y !== 0) gains[row * SIDE + column] = (along * along + across * across) ** (-slope / 2);
    }
  return gains;
}

/** Two independent planes: the real and the imaginary part of the transform of complex noise. */
function colouredNoise(stream: KeyedStream, gains: Float64Array): [Float64Array, Float64Array] {
  const real = gains.map((gain) => gain * stream.normal());
  const imaginary = gains.map((gain) => gain * stream.normal());
  transform2d(real, imaginary, SIDE);
  return [real, imaginary];
}

function standardised(values: Float64Array): Float64Array {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  return values.map((value) => (value - mean) / deviation);
}
