import {type ImageSet, imagesInMemory} from "../../../science/images/image-set.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";
import type {Shown} from "../../../science/ventral-stream/object-space.ts";

const SIDE = 32;

/** Images of noise with a patch of a grating on it: class by orientation and frequency; four objects each, by phase. */
export function gratings(classes: number, perClass: number): {images: ImageSet; shown: Shown[]} {
  const count = classes * perClass;
  const pixels = new Uint8Array(count * SIDE * SIDE * 3);
  const shown = Array.from({length: count}, (_, image) => {
    const stream = new KeyedStream(7, image);
    const label = Math.floor(image / perClass);
    const object = image % 4;
    const what = {
      class: `class ${label}`,
      label,
      name: `object ${object}`,
      x: stream.uniform(-0.15, 0.15),
      y: stream.uniform(-0.15, 0.15),
      size: stream.uniform(0.75, 1.35),
      rotation: stream.uniform(-40, 40),
      clutter: stream.integer(3)
    };
    const angle = (label * Math.PI) / classes + (what.rotation * Math.PI) / 360;
    for (let at = 0; at < SIDE * SIDE; at++) {
      const x = (at % SIDE) / SIDE - 0.5 - what.x;
      const y = Math.floor(at / SIDE) / SIDE - 0.5 - what.y;
      const along = (x * Math.cos(angle) + y * Math.sin(angle)) / what.size;
      const wave = Math.cos(2 * Math.PI * (3 + (label % 3)) * along + object);
      const patch = 90 * wave * Math.exp(-(x * x + y * y) / (2 * (0.2 * what.size) ** 2));
      pixels.fill(
        128 + patch + stream.uniform(-20, 20),
        (image * SIDE * SIDE + at) * 3,
        (image * SIDE * SIDE + at + 1) * 3
      );
    }
    return what;
  });
  return {images: imagesInMemory(pixels, SIDE, SIDE), shown};
}
