import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {augmentationSchema} from "../../../science/images/augmentation.ts";
import {type Batches, evaluationBatches, trainingBatches} from "../../../science/images/batches.ts";
import {labelled, pictures} from "./pictures.ts";

const set = pictures(50, 8);
const chosen = labelled(50, 5);
const plain = augmentationSchema.parse({});
const rich = augmentationSchema.parse({
  crop: {kind: "random-resized"},
  flip: 0.5,
  mix: {mixup: 0.8, cutmix: 1},
  labelSmoothing: 0.1
});
const seeds = {order: 1, augmentation: 2};
const batches = (more: Partial<Parameters<typeof trainingBatches>[0]> = {}) =>
  trainingBatches({set, chosen, batch: 16, size: 8, augmentation: plain, seeds, ...more});
const labelsOf = (source: Batches, epoch: number) =>
  Array.from({length: source.perEpoch}, (_, number) => [...source.batch(epoch, number).labels]).flat();

describe("training batches", () => {
  test("leave the last batch out, unless it is asked for", () => {
    assert.deepEqual([batches().perEpoch, batches().imagesPerEpoch], [3, 48]);
    const all = batches({dropLast: false});
    assert.deepEqual([all.perEpoch, all.imagesPerEpoch, all.batch(0, 3).count], [4, 50, 2]);
    assert.throws(() => batches({batch: 64}), /50 images make no batch of 64/);
  });

  test("have images count x 3 x size x size, and targets that sum to 1", () => {
    const {count, images, targets, labels} = batches({augmentation: rich}).batch(0, 0);
    assert.deepEqual([count, images.length, targets.length, labels.length], [16, 16 * 3 * 64, 16 * 5, 16]);
    for (let row = 0; row < 16; row++) {
      const sum = targets.subarray(row * 5, (row + 1) * 5).reduce((total, value) => total + value, 0);
      assert.ok(Math.abs(sum - 1) < 1e-6);
    }
  });

  test("show every image once an epoch, in another order in each", () => {
    const source = batches({dropLast: false});
    const seen = Array.from({length: source.perEpoch}, (_, number) => {
      const {images, count} = source.batch(0, number);
      return Array.from({length: count}, (_, at) => images.subarray(at * 192, (at + 1) * 192).join());
    }).flat();
    assert.equal(new Set(seen).size, 50);
    assert.notDeepEqual(labelsOf(source, 0), labelsOf(source, 1));
  });

  test("are the same whenever and in whatever order they are made", () => {
    const forwards = batches({augmentation: rich});
    const first = forwards.batch(0, 0);
    const later = forwards.batch(3, 1);
    const backwards = batches({augmentation: rich});
    assert.deepEqual(backwards.batch(3, 1), later);
    assert.deepEqual(backwards.batch(0, 0), first);
  });

  test("order and augmentation have seeds of their own", () => {
    const [base, order, augmentation] = [seeds, {...seeds, order: 9}, {...seeds, augmentation: 9}].map((chosen) =>
      batches({augmentation: rich, seeds: chosen})
    );
    assert.ok(base && order && augmentation);
    assert.notDeepEqual(labelsOf(order, 0), labelsOf(base, 0));
    assert.deepEqual(labelsOf(augmentation, 0), labelsOf(base, 0));
    assert.notDeepEqual(augmentation.batch(0, 0).images, base.batch(0, 0).images);
  });

  test("repeated images follow one another, in an epoch of the usual length", () => {
    const source = batches({repeats: 3, dropLast: false});
    assert.equal(source.imagesPerEpoch, 50);
    const labels = labelsOf(source, 0);
    for (let at = 0; at + 2 < 48; at += 3) assert.equal(new Set(labels.slice(at, at + 3)).size, 1);
  });
});

describe("evaluation batches", () => {
  test("show all images in their order, the last batch smaller", () => {
    const source = evaluationBatches({set, chosen, batch: 16, size: 8});
    assert.equal(source.perEpoch, 4);
    assert.equal(source.batch(0, 3).count, 2);
    assert.deepEqual(labelsOf(source, 0), [...chosen.labels]);
    assert.deepEqual(source.batch(0, 1), source.batch(7, 1));
  });
});
