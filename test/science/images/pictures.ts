import {type ImageSet, imagesInMemory, type LabelledImages} from "../../../science/images/image-set.ts";

/** Pixel bytes that are all different from their neighbours, height x width x 3. */
export function picture(height: number, width: number, number = 0): Uint8Array {
  return Uint8Array.from({length: height * width * 3}, (_, at) => (at * 37 + number * 101) % 251);
}

/** `count` different square images. */
export function pictures(count: number, side: number): ImageSet {
  const pixels = new Uint8Array(count * side * side * 3);
  for (let number = 0; number < count; number++) pixels.set(picture(side, side, number), number * side * side * 3);
  return imagesInMemory(pixels, side, side);
}

/** All images of a set of `count`, labels 0, 1, ... in turn. */
export function labelled(count: number, classes: number): LabelledImages {
  return {
    images: Uint32Array.from({length: count}, (_, k) => k),
    labels: Int32Array.from({length: count}, (_, k) => k % classes),
    classes
  };
}
