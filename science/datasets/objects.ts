import type {Columns, Row} from "../formats/column.ts";
import type {Artwork} from "./cast.ts";
import {type Cast, drawScene, OBJECT_SIDE, type Scene} from "./scene.ts";

/** What each image of a rendered set shows; lengths are shares of the image's side, angles degrees. */
export const latentColumns = {
  image: "integer",
  class: "string",
  label: "integer",
  name: "string",
  artist: "string",
  variation: "integer",
  x: "number",
  y: "number",
  size: "number",
  rotation: "number",
  skew: "number",
  texture: "integer",
  texture_left: "number",
  texture_top: "number",
  red: "number",
  green: "number",
  blue: "number",
  contrast: "number",
  colourfulness: "number",
  clutter: "integer"
} as const satisfies Columns;

/** A set of images of objects. */
export interface ObjectImages {
  cast: Cast;
  /** Images of each class. */
  perClass: number;
  /** Levels of variation, 0 to 6: the images of a class take turns. */
  variations: readonly number[];
  seed: number;
}

/** Label of an image: the images of class 0 come first. */
export function labelOf({perClass}: Pick<ObjectImages, "perClass">, image: number): number {
  return Math.floor(image / perClass);
}

/** What an image shows; no image depends on another. */
export function sceneOf({cast, perClass, variations, seed}: ObjectImages, image: number): Scene {
  const place = image % perClass;
  const variation = variations[place % variations.length];
  if (variation === undefined) throw new RangeError("no level of variation");
  return drawScene(seed, labelOf({perClass}, image), place, variation, cast);
}

/** A scene as a row of the table of latents. */
export function latentsOf(
  image: number,
  {artwork, variation, pose, background, clutter}: Scene,
  artworks: readonly Artwork[]
): Row<typeof latentColumns> {
  const shown = artworks[artwork];
  if (!shown) throw new RangeError(`no artwork ${artwork}`);
  const [red, green, blue] = background.mean;
  return {
    image,
    class: shown.class,
    label: shown.label,
    name: shown.name,
    artist: shown.artist,
    variation,
    x: pose.x,
    y: pose.y,
    size: pose.side / OBJECT_SIDE,
    rotation: pose.rotation,
    skew: pose.skew,
    texture: background.texture,
    texture_left: background.left,
    texture_top: background.top,
    red,
    green,
    blue,
    contrast: background.contrast,
    colourfulness: background.colourfulness,
    clutter: clutter.length
  };
}
