import {Mt19937} from "../random/mt19937.ts";
import {DatasetMistake} from "./dataset-mistake.ts";
import type {ImageIndex, Labels} from "./image-index.ts";

/** What part of a dataset is used; what is null is not restricted. */
export interface Subset {
  seed: number;
  /** Classes, drawn by chance. */
  classes: number | null;
  /** Images of each class, drawn by chance. */
  perClass: number | null;
  /** Images of the whole dataset, whatever their class; not together with `perClass`. */
  total: number | null;
}

/**
 * Draws a subset as the study's code does (Gokce & Schrimpf 2025, section 2 and released code): one stream of numpy's
 * legacy generator draws first the classes, then the images of each class, classes in the order in which they first
 * appear among the images. A draw is the beginning of a permutation, so that the subsets of one seed are nested.
 * Drawn classes are labelled in the order in which they were drawn.
 * @throws DatasetMistake for more classes or images than there are; it names the class
 */
export function subsample({labels, classes}: Labels, subset: Subset): ImageIndex {
  const {seed, perClass, total} = subset;
  if (perClass !== null && total !== null)
    throw new DatasetMistake(`both ${perClass} images per class and ${total} in total: choose one of the two`);
  const random = new Mt19937(seed);
  const drawn = subset.classes === null ? classes : drawClasses(labels, subset.classes, random).map((k) => classes[k]!);
  const kept = ofClasses({labels, classes}, drawn);
  if (perClass !== null) return pick(kept, drawOfEachClass(kept, perClass, random));
  return total === null ? kept : pick(kept, drawOfAll(kept.images.length, total, random));
}

/**
 * The images of some classes, in their order, labelled by the place of their class in `wanted`: also a validation set
 * for the classes of a training set.
 */
export function ofClasses({labels, classes}: Labels, wanted: readonly string[]): ImageIndex {
  const places = new Map(wanted.map((name, place) => [name, place]));
  const newLabels = classes.map((name) => places.get(name) ?? -1);
  const images = Uint32Array.from(labels.keys()).filter((image) => newLabels[labels[image]!]! >= 0);
  return {images, labels: Int32Array.from(images, (image) => newLabels[labels[image]!]!), classes: [...wanted]};
}

function pick({images, labels, classes}: ImageIndex, places: readonly number[]): ImageIndex {
  return {
    images: Uint32Array.from(places, (place) => images[place]!),
    labels: Int32Array.from(places, (place) => labels[place]!),
    classes
  };
}

function drawClasses(labels: Int32Array, count: number, random: Mt19937): number[] {
  const present = [...new Set(labels)];
  if (count > present.length)
    throw new DatasetMistake(`${count} classes are asked for, but the images are of ${present.length}`);
  return random.choice(present, count);
}

function drawOfEachClass({labels, classes}: ImageIndex, count: number, random: Mt19937): number[] {
  const members = new Map<number, number[]>();
  labels.forEach((label, place) => {
    const known = members.get(label);
    if (known) known.push(place);
    else members.set(label, [place]);
  });
  return [...members].flatMap(([label, places]) => {
    if (places.length < count)
      throw new DatasetMistake(
        `class "${classes[label]}" has ${places.length} images, but ${count} per class are asked for`
      );
    return random.choice(places, count);
  });
}

function drawOfAll(images: number, count: number, random: Mt19937): number[] {
  if (count > images) throw new DatasetMistake(`${count} images are asked for, but there are ${images}`);
  return [...random.permutation(images).subarray(0, count)];
}
