import {type ByteSource, layTensors, readTensorHeader, TensorMistake} from "../formats/tensors.ts";

/** Colour images of one size: sRGB bytes, image x row x column x channel (red, green, blue). */
export interface ImageSet {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** Pixels of one image, height x width x 3. They may be overwritten by the next call. */
  image(number: number): Uint8Array;
}

/** Some images of a set, each with a label: what a subsample chooses and training reads. */
export interface LabelledImages {
  /** Number of each image in its set. */
  images: Uint32Array;
  /** Label of each of them, 0 to classes - 1. */
  labels: Int32Array;
  classes: number;
}

export const CHANNELS = 3;
const TENSOR = "images";
const PIECE_BYTES = 2 ** 23;
const SHARD_BYTES = 2 ** 30;

/**
 * The images of shards, in the order of the shards: safetensors files of one tensor `images` of bytes,
 * image x height x width x 3. Only headers are read until an image is asked for.
 * @throws TensorMistake for a file that is no such shard, or has images of another size than the first
 */
export function openImages(shards: readonly ByteSource[]): ImageSet {
  const opened = shards.map((shard) => ({shard, ...readShape(shard)}));
  const [first] = opened;
  if (!first) throw new TensorMistake("no shard of images: the folder is empty");
  const {height, width} = first;
  const starts: number[] = [];
  let count = 0;
  for (const {shard, ...shape} of opened) {
    if (shape.height !== height || shape.width !== width)
      throw new TensorMistake(
        `${shard.name}: images of ${shape.height} x ${shape.width} pixels, expected ${height} x ${width} as in ${first.shard.name}`
      );
    starts.push(count);
    count += shape.count;
  }
  const bytes = height * width * CHANNELS;
  const buffer = new Uint8Array(bytes);
  return {
    count,
    height,
    width,
    image(number) {
      if (!(number >= 0 && number < count)) throw new RangeError(`image ${number} of a set of ${count}`);
      let at = opened.length - 1;
      while (starts[at]! > number) at--;
      const {shard, start} = opened[at]!;
      const position = start + (number - starts[at]!) * bytes;
      if (shard.view) return shard.view(position, bytes);
      shard.read(position, buffer);
      return buffer;
    }
  };
}

/** Bytes of every shard's header, so that it can be written when the number of images is known. */
export const SHARD_HEADER_BYTES = 256;

/** Header of a shard; its images follow in order. */
export function shardHeader({count, height, width}: Pick<ImageSet, "count" | "height" | "width">): Uint8Array {
  const tensor = {name: TENSOR, shape: [count, height, width, CHANNELS], type: "U8"} as const;
  return layTensors([tensor], {}, SHARD_HEADER_BYTES).header;
}

export function shardName(number: number): string {
  return `images-${String(number).padStart(5, "0")}.safetensors`;
}

/** Images that a shard holds at most: a gibibyte. */
export function imagesPerShard({height, width}: Pick<ImageSet, "height" | "width">): number {
  return Math.max(1, Math.floor(SHARD_BYTES / (height * width * CHANNELS)));
}

/**
 * The bytes of the shards of a set, piece by piece in their order: each belongs at the end of its file.
 * @param image pixels of one image, height x width x 3; asked for in order, each once
 */
export function* shardPieces(
  size: Pick<ImageSet, "count" | "height" | "width">,
  image: (number: number) => Uint8Array
): Generator<{file: string; bytes: Uint8Array}> {
  const bytes = size.height * size.width * CHANNELS;
  const perPiece = Math.max(1, Math.floor(PIECE_BYTES / bytes));
  const perShard = imagesPerShard(size);
  for (let number = 0, first = 0; first < size.count; number++, first += perShard) {
    const file = shardName(number);
    const count = Math.min(perShard, size.count - first);
    yield {file, bytes: shardHeader({...size, count})};
    for (let done = 0; done < count; done += perPiece) {
      const piece = new Uint8Array(Math.min(perPiece, count - done) * bytes);
      for (let at = 0; at * bytes < piece.length; at++) piece.set(image(first + done + at), at * bytes);
      yield {file, bytes: piece};
    }
  }
}

/** Images that are all in memory, one after the other. */
export function imagesInMemory(pixels: Uint8Array, height: number, width: number): ImageSet {
  const bytes = height * width * CHANNELS;
  return {
    count: pixels.length / bytes,
    height,
    width,
    image: (number) => pixels.subarray(number * bytes, (number + 1) * bytes)
  };
}

function readShape(shard: ByteSource) {
  const entry = readTensorHeader(shard).tensors.get(TENSOR);
  const [count, height, width, channels] = entry?.shape ?? [];
  if (entry?.type !== "U8" || count === undefined || height === undefined || !width || channels !== CHANNELS)
    throw new TensorMistake(`${shard.name}: no tensor "${TENSOR}" of bytes, image x height x width x ${CHANNELS}`);
  return {count, height, width, start: entry.start};
}
