import {KeyedStream} from "../random/keyed-stream.ts";
import {augmentInto} from "./augment.ts";
import {type Augmentation, imagenetNormalisation, type Normalisation} from "./augmentation.ts";
import {CHANNELS, type ImageSet, type LabelledImages} from "./image-set.ts";
import {drawMixing, mixImages, mixTargets} from "./mixing.ts";
import {cropPlan, type Planes, resample} from "./resample.ts";

/** What one step is fed with. */
export interface Batch {
  /** Images in the batch. */
  count: number;
  /** Normalised, count x 3 x size x size. */
  images: Float32Array;
  /** Soft targets, count x classes; each row sums to 1. */
  targets: Float32Array;
  /** Label of each image, before mixing. */
  labels: Int32Array;
}

export interface BatchOptions {
  set: ImageSet;
  chosen: LabelledImages;
  /** Images in a batch. */
  batch: number;
  /** Height and width of the images that come out, pixels. */
  size: number;
  normalisation?: Normalisation;
}

export interface TrainingOptions extends BatchOptions {
  augmentation: Augmentation;
  /** One for the order of the images, one for what is done to them. */
  seeds: {order: number; augmentation: number};
  /** Leaves the last batch of an epoch out if it is not full; true unless said. */
  dropLast?: boolean;
  /** Times that each image comes in an epoch, of which only the first third is used (Touvron et al. 2021). */
  repeats?: number;
}

/** Batches that can be made alone, in any order: what is in one depends on the seeds, the epoch and its number only. */
export interface Batches {
  /** Batches in an epoch. */
  perEpoch: number;
  /** Images in an epoch. */
  imagesPerEpoch: number;
  batch(epoch: number, number: number): Batch;
}

/** What streams are for; part of their keys. */
const PURPOSE = {order: 1, image: 2, mixing: 3} as const;

/** Shuffled and augmented batches. @throws RangeError if not a single batch fits */
export function trainingBatches(options: TrainingOptions): Batches {
  const {set, chosen, batch, size, augmentation, seeds, dropLast = true, repeats = 1} = options;
  const normalisation = options.normalisation ?? imagenetNormalisation;
  const images = chosen.images.length;
  // timm's sampler of repeated images ends an epoch at a multiple of 256 images, where there are as many.
  const perEpoch = repeats > 1 && images > 256 ? Math.floor(images / 256) * 256 : images;
  const batches = dropLast ? Math.floor(perEpoch / batch) : Math.ceil(perEpoch / batch);
  if (batches === 0)
    throw new RangeError(`${perEpoch} images make no batch of ${batch}: choose a smaller batch, or keep the last one`);
  const order = orderOfEpochs(images, seeds.order, repeats);
  return {
    perEpoch: batches,
    imagesPerEpoch: Math.min(perEpoch, batches * batch),
    batch(epoch, number) {
      const first = number * batch;
      const count = Math.min(batch, perEpoch - first);
      const places = order(epoch).subarray(first, first + count);
      const made = emptyBatch(count, size, chosen.classes);
      places.forEach((place, at) => {
        made.labels[at] = chosen.labels[place]!;
        const stream = new KeyedStream(seeds.augmentation, PURPOSE.image, epoch, first + at);
        augmentInto(planesOf(made.images, at, size), set.image(chosen.images[place]!), set, {
          augmentation,
          normalisation,
          stream
        });
      });
      const mixing = drawMixing(
        augmentation.mix,
        size,
        new KeyedStream(seeds.augmentation, PURPOSE.mixing, epoch, number)
      );
      if (mixing) mixImages(made.images, count, size, mixing);
      mixTargets(made.targets, made.labels, chosen.classes, mixing?.share ?? 1, augmentation.labelSmoothing);
      return made;
    }
  };
}

/**
 * The images in their order, cut in the middle where they are larger than `size`, unchanged otherwise; the last batch
 * may be smaller. Epochs are all alike.
 */
export function evaluationBatches({set, chosen, batch, size, normalisation}: BatchOptions): Batches {
  const images = chosen.images.length;
  const plan = cropPlan(set, size);
  return {
    perEpoch: Math.ceil(images / batch),
    imagesPerEpoch: images,
    batch(_epoch, number) {
      const first = number * batch;
      const count = Math.min(batch, images - first);
      const made = emptyBatch(count, size, chosen.classes);
      for (let at = 0; at < count; at++) {
        made.labels[at] = chosen.labels[first + at]!;
        const planes = planesOf(made.images, at, size);
        resample(set.image(chosen.images[first + at]!), set, plan, planes, normalisation ?? imagenetNormalisation);
      }
      mixTargets(made.targets, made.labels, chosen.classes, 1, 0);
      return made;
    }
  };
}

/** The places of an epoch's images in random order; the last epoch asked for is kept. */
function orderOfEpochs(images: number, seed: number, repeats: number): (epoch: number) => Uint32Array {
  let known = -1;
  let order: Uint32Array = new Uint32Array();
  return (epoch) => {
    if (epoch === known) return order;
    known = epoch;
    const shuffled = new KeyedStream(seed, PURPOSE.order, epoch).shuffle(
      Uint32Array.from({length: images}, (_, i) => i)
    );
    order = repeats === 1 ? shuffled : shuffled.map((_, place) => shuffled[Math.floor(place / repeats)]!);
    return order;
  };
}

function emptyBatch(count: number, size: number, classes: number): Batch {
  return {
    count,
    images: new Float32Array(count * CHANNELS * size * size),
    targets: new Float32Array(count * classes),
    labels: new Int32Array(count)
  };
}

function planesOf(images: Float32Array, at: number, size: number): Planes {
  const length = CHANNELS * size * size;
  return {size, data: images.subarray(at * length, (at + 1) * length)};
}
