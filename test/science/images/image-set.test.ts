import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {bytesInMemory, TensorMistake, writeTensors} from "../../../science/formats/tensors.ts";
import {openImages, SHARD_HEADER_BYTES, shardHeader, shardPieces} from "../../../science/images/image-set.ts";
import {picture} from "./pictures.ts";

function shard(count: number, height: number, width: number, first = 0) {
  const pixels = Array.from({length: count}, (_, k) => [...picture(height, width, first + k)]).flat();
  const tensor = {shape: [count, height, width, 3], data: Uint8Array.from(pixels)};
  return bytesInMemory(writeTensors({images: tensor}), `shard of ${count}`);
}

describe("images in shards", () => {
  test("come in the order of the shards", () => {
    const set = openImages([shard(2, 3, 4), shard(1, 3, 4, 2), shard(3, 3, 4, 3)]);
    assert.deepEqual([set.count, set.height, set.width], [6, 3, 4]);
    for (let number = 0; number < 6; number++) assert.deepEqual(set.image(number), picture(3, 4, number));
    assert.throws(() => set.image(6), /image 6 of a set of 6/);
  });

  test("can be read from files of which only parts are in memory", () => {
    const {name, size, read} = shard(3, 2, 2);
    const asked: number[] = [];
    const set = openImages([
      {
        name,
        size,
        read: (position, into) => {
          asked.push(into.length);
          read(position, into);
        }
      }
    ]);
    asked.length = 0;
    assert.deepEqual([...set.image(2)], [...picture(2, 2, 2)]);
    assert.deepEqual(asked, [12]);
  });

  test("written piece by piece read back", () => {
    const files = new Map<string, number[]>();
    for (const {file, bytes} of shardPieces({count: 5, height: 2, width: 3}, (number) => picture(2, 3, number)))
      files.set(file, [...(files.get(file) ?? []), ...bytes]);
    assert.deepEqual([...files.keys()], ["images-00000.safetensors"]);
    const set = openImages([...files].map(([name, bytes]) => bytesInMemory(Uint8Array.from(bytes), name)));
    assert.equal(set.count, 5);
    for (let number = 0; number < 5; number++) assert.deepEqual(set.image(number), picture(2, 3, number));
  });

  test("every header has the same length", () => {
    for (const count of [0, 1, 1_000_000])
      assert.equal(shardHeader({count, height: 224, width: 224}).length, SHARD_HEADER_BYTES);
  });

  test("of different sizes, or no images at all, are told", () => {
    assert.throws(() => openImages([shard(1, 2, 2), shard(3, 4, 2)]), /shard of 3: images of 4 x 2 .* expected 2 x 2/);
    assert.throws(() => openImages([]), TensorMistake);
    const grey = writeTensors({images: {shape: [1, 2, 2], data: new Uint8Array(4)}});
    assert.throws(() => openImages([bytesInMemory(grey, "grey")]), /grey: no tensor "images" of bytes/);
  });
});
