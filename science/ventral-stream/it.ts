import {dot, type Matrix, matrix, rowOf} from "../linear-algebra/matrix.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import {softplus} from "./early-neurons.ts";
import {DIMENSIONS, type ObjectSpace, type Shown} from "./object-space.ts";
import {PURPOSE} from "./regions.ts";
import {standardised} from "./standardise.ts";

/** Deviations of the three parts of a response: object, its place and size, looks. */
const PARTS = {object: 1, latents: 0.5, looks: 0.3} as const;

/**
 * Noise-free responses of IT, images x neurons: tuning to the object that is widely tolerant of its position, size and
 * rotation; a monotonic part by position and size (Hong et al. 2016); a part by looks, inherited from V4.
 * @param looks standardised responses of V4, images x neurons
 */
export function inferotemporal(
  seed: number,
  neurons: number,
  shown: readonly Shown[],
  {images}: ObjectSpace,
  looks: Matrix
): Matrix {
  const parts = {
    object: matrix(shown.length, neurons),
    latents: matrix(shown.length, neurons),
    looks: matrix(shown.length, neurons)
  };
  for (let j = 0; j < neurons; j++) {
    const stream = new KeyedStream(seed, PURPOSE.IT, j);
    const normals = (count: number) => Float64Array.from({length: count}, () => stream.normal());
    const preferred = normals(DIMENSIONS).map((value) => value / Math.sqrt(DIMENSIONS));
    const tolerance = drawTolerance(stream);
    const slopes = normals(3);
    const inherited = normals(looks.columns);
    for (const [image, what] of shown.entries()) {
      const at = image * neurons + j;
      parts.object.values[at] = softplus(2 * dot(preferred, rowOf(images, image))) * toleranceOf(tolerance, what);
      parts.latents.values[at] = slopes[0]! * what.x + slopes[1]! * what.y + slopes[2]! * 0.3 * Math.log(what.size);
      parts.looks.values[at] = dot(inherited, rowOf(looks, image));
    }
  }
  const total = matrix(shown.length, neurons);
  for (const part of ["object", "latents", "looks"] as const) {
    const {values} = standardised(parts[part]);
    for (let at = 0; at < values.length; at++) total.values[at]! += PARTS[part] * values[at]!;
  }
  return total;
}

interface Tolerance {
  x: number;
  y: number;
  /** Deviation of the receptive field, share of the image's side. */
  field: number;
  size: number;
  /** Deviation of the logarithm of size. */
  sizes: number;
  /** Degrees */
  rotation: number;
}

function drawTolerance(stream: KeyedStream): Tolerance {
  return {
    x: 0.08 * stream.normal(),
    y: 0.08 * stream.normal(),
    field: stream.uniform(0.2, 0.4),
    size: Math.exp(0.15 * stream.normal()),
    sizes: stream.uniform(0.4, 0.8),
    rotation: stream.uniform(0, 360)
  };
}

/** Gain of a neuron by the object's position, size and rotation, and by clutter (divisive). */
function toleranceOf(tuning: Tolerance, {x, y, size, rotation, clutter}: Shown): number {
  const place = ((x - tuning.x) ** 2 + (y - tuning.y) ** 2) / (2 * tuning.field ** 2);
  const scale = Math.log(size / tuning.size) ** 2 / (2 * tuning.sizes ** 2);
  const turn = 1 + 0.3 * Math.cos(((rotation - tuning.rotation) * Math.PI) / 180);
  return (Math.exp(-place - scale) * turn) / (1 + 0.1 * clutter);
}
