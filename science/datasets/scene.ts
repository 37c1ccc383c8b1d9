import {KeyedStream} from "../random/keyed-stream.ts";
import {TEXTURES} from "./textures.ts";

/** How a picture lies on the image. Lengths are shares of the image's side. */
export interface Pose {
  /** Centre, from the image's centre to the right and down. */
  x: number;
  y: number;
  /** Side of the picture's frame. */
  side: number;
  /** Degrees, clockwise. */
  rotation: number;
  /** Tangent of the angle by which upright lines lean. */
  skew: number;
}

/** A rectangle of a picture, in shares of its frame. */
export interface Part {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** A piece of another picture, behind the object. */
export interface Clutter {
  artwork: number;
  pose: Pose;
  part: Part;
}

export interface Background {
  texture: number;
  /** Where in the texture the image begins, as shares of its side. */
  left: number;
  top: number;
  /** Mean of red, green and blue, shares of 255. */
  mean: readonly [number, number, number];
  /** Deviation of the light, and of the two colour axes. */
  contrast: number;
  colourfulness: number;
}

/** Everything that one image shows. */
export interface Scene {
  artwork: number;
  variation: number;
  pose: Pose;
  background: Background;
  clutter: Clutter[];
}

/** Numbers of the artworks that scenes may show, by label. */
export type Cast = readonly (readonly number[])[];

/** Side of an object's frame at size 1, as a share of the image's. */
export const OBJECT_SIDE = 0.55;
/** Places on each side of a texture where an image can begin: pixels of the smallest textures, of images of 32 pixels. */
const PLACES = 64;
const LARGEST_CLUTTER = 3;
/** What each stream of an image is for. */
const PURPOSE = {artwork: 1, pose: 2, background: 3, clutter: 4} as const;

/** Largest changes of an object at a level of variation. */
export interface VariationRange {
  /** Centre's largest distance from the middle on each axis, share of the image's side. */
  position: number;
  smallestSize: number;
  largestSize: number;
  /** Degrees */
  rotation: number;
  skew: number;
}

/**
 * The ranges at a level, 0 to 6. As in the neural stimuli (Majaj et al. 2015), they grow in proportion to the level:
 * at 3, sizes of 1/1.3 to 1.3 and turns of up to 45 degrees; at 6, of 1/1.6 to 1.6 and 90 degrees. A flat picture
 * cannot turn in depth; it is skewed instead.
 */
export function variationRange(level: number): VariationRange {
  return {
    position: 0.04 * level,
    smallestSize: 1 / (1 + 0.1 * level),
    largestSize: 1 + 0.1 * level,
    rotation: 15 * level,
    skew: 0.06 * level
  };
}

/**
 * What an image shows; drawn from streams that belong to the image alone.
 * @param label class of its object
 * @param place its place among the images of this class; seed, label and place are the streams' keys
 * @param variation level, 0 to 6
 */
export function drawScene(seed: number, label: number, place: number, variation: number, cast: Cast): Scene {
  const stream = (purpose: number) => new KeyedStream(seed, label, place, purpose);
  const artwork = one(cast[label] ?? [], stream(PURPOSE.artwork));
  return {
    artwork,
    variation,
    pose: drawPose(variation, stream(PURPOSE.pose)),
    background: drawBackground(stream(PURPOSE.background)),
    clutter: drawClutter(cast, label, stream(PURPOSE.clutter))
  };
}

function drawPose(variation: number, stream: KeyedStream): Pose {
  const range = variationRange(variation);
  return {
    x: stream.uniform(-range.position, range.position),
    y: stream.uniform(-range.position, range.position),
    side: OBJECT_SIDE * stream.uniform(range.smallestSize, range.largestSize),
    rotation: stream.uniform(-range.rotation, range.rotation),
    skew: stream.uniform(-range.skew, range.skew)
  };
}

function drawBackground(stream: KeyedStream): Background {
  const light = stream.uniform(0.25, 0.75);
  const tint = () => light + stream.uniform(-0.1, 0.1);
  return {
    texture: stream.integer(TEXTURES),
    left: stream.integer(PLACES) / PLACES,
    top: stream.integer(PLACES) / PLACES,
    mean: [tint(), tint(), tint()],
    contrast: stream.uniform(0.05, 0.18),
    colourfulness: stream.uniform(0.005, 0.05)
  };
}

/** Pieces of artworks of other classes. */
function drawClutter(cast: Cast, label: number, stream: KeyedStream): Clutter[] {
  const count = cast.length < 2 ? 0 : 1 + stream.integer(LARGEST_CLUTTER);
  return Array.from({length: count}, () => {
    const other = (label + 1 + stream.integer(cast.length - 1)) % cast.length;
    const artwork = one(cast[other] ?? [], stream);
    const width = stream.uniform(0.3, 0.6);
    const height = stream.uniform(0.3, 0.6);
    return {
      artwork,
      part: {left: stream.uniform(0, 1 - width), top: stream.uniform(0, 1 - height), width, height},
      pose: {
        x: stream.uniform(-0.5, 0.5),
        y: stream.uniform(-0.5, 0.5),
        side: stream.uniform(0.3, 0.7),
        rotation: stream.uniform(-180, 180),
        skew: 0
      }
    };
  });
}

function one(artworks: readonly number[], stream: KeyedStream): number {
  const artwork = artworks[stream.integer(artworks.length)];
  if (artwork === undefined) throw new RangeError("a class without an artwork");
  return artwork;
}
