import type {ImageSet} from "../images/image-set.ts";
import {type Matrix, matrix} from "../linear-algebra/matrix.ts";
import {drawV1, drawV2, drawV4, type Neuron} from "./early-neurons.ts";
import {inferotemporal} from "./it.ts";
import {type ObjectSpace, objectSpace, type Shown} from "./object-space.ts";
import type {Region} from "./regions.ts";
import {standardised} from "./standardise.ts";
import {complexCells, type ScaleMap} from "./v1.ts";

/** Neurons of V4 whose mean responses say what classes look like, however many are recorded. */
const LOOKING = 64;

export interface VentralStream {
  /** Noise-free responses of each region, images x neurons, each neuron's with mean 0 and variance 1. */
  signals: Record<Region, Matrix>;
  space: ObjectSpace;
}

/**
 * A ventral stream of known make for square images of objects. V1, V2 and V4 see the pixels; IT also knows what the
 * images show, as if it had solved the task. Neuron `k` of a region is the same however many there are.
 * @param shown what each image shows
 */
export function simulateVentralStream(
  images: ImageSet,
  shown: readonly Shown[],
  {seed, neuroids}: {seed: number; neuroids: Readonly<Record<Region, number>>}
): VentralStream {
  const early = {
    V1: Array.from({length: neuroids.V1}, (_, neuron) => drawV1(seed, neuron)),
    V2: Array.from({length: neuroids.V2}, (_, neuron) => drawV2(seed, neuron)),
    V4: Array.from({length: Math.max(neuroids.V4, LOOKING)}, (_, neuron) => drawV4(seed, neuron))
  };
  const responses = {
    V1: matrix(images.count, early.V1.length),
    V2: matrix(images.count, early.V2.length),
    V4: matrix(images.count, early.V4.length)
  };
  for (let image = 0; image < images.count; image++) {
    const maps = complexCells(images.image(image), images.width);
    for (const region of ["V1", "V2", "V4"] as const) respond(early[region], maps, responses[region], image);
  }
  const V4 = standardised(responses.V4);
  const looks = firstColumns(V4, LOOKING);
  const space = objectSpace(seed, shown, looks);
  const IT = inferotemporal(seed, neuroids.IT, shown, space, looks);
  return {
    signals: {
      V1: standardised(responses.V1),
      V2: standardised(responses.V2),
      V4: firstColumns(V4, neuroids.V4),
      IT: standardised(IT)
    },
    space
  };
}

function respond(neurons: readonly Neuron[], maps: readonly ScaleMap[], responses: Matrix, image: number): void {
  for (const [neuron, response] of neurons.entries())
    responses.values[image * neurons.length + neuron] = response(maps);
}

function firstColumns(source: Matrix, columns: number): Matrix {
  const result = matrix(source.rows, columns);
  for (let i = 0; i < source.rows; i++)
    for (let j = 0; j < columns; j++) result.values[i * columns + j] = source.values[i * source.columns + j]!;
  return result;
}
