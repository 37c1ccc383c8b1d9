import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {evaluationBatches, trainingBatches} from "../../../science/images/batches.ts";
import {imagesInMemory} from "../../../science/images/image-set.ts";
import {buildNetwork, type NetworkSpecInput} from "../../../science/networks/network-spec.ts";
import {openBackend, type Weights} from "../../../science/numerics/backend.ts";
import {KeyedStream} from "../../../science/random/keyed-stream.ts";
import {readProgress, writeProgress} from "../../../science/training/progress-file.ts";
import {recipeSchema} from "../../../science/training/recipe.ts";
import {type Progress, type TrainingRun, train} from "../../../science/training/train.ts";

const SIDE = 16;
const CLASSES = 4;
const COUNT = 64;
const backend = await openBackend({vectorClass: "of the test"});

/** Bright squares at one of four corners, on noise. */
function corners() {
  const pixels = new Uint8Array(COUNT * SIDE * SIDE * 3);
  const stream = new KeyedStream(1);
  const labels = Int32Array.from({length: COUNT}, (_, image) => image % CLASSES);
  for (let at = 0; at < pixels.length; at++) {
    const [image, y, x] = [
      Math.floor(at / 3 / SIDE / SIDE),
      Math.floor(at / 3 / SIDE) % SIDE,
      Math.floor(at / 3) % SIDE
    ];
    const label = labels[image] ?? 0;
    const inside = y >= SIDE / 2 === label >= 2 && x >= SIDE / 2 === (label % 2 === 1);
    pixels[at] = stream.integer(100) + (inside ? 120 : 0);
  }
  return {
    set: imagesInMemory(pixels, SIDE, SIDE),
    chosen: {images: Uint32Array.from({length: COUNT}, (_, i) => i), labels, classes: CLASSES}
  };
}

function runOf(
  network: NetworkSpecInput,
  recipe: Partial<Parameters<typeof recipeSchema.parse>[0] & object> = {}
): TrainingRun {
  const full = recipeSchema.parse({
    optimiser: {kind: "sgd"},
    schedule: {peak: 0.05, warmUp: 1},
    epochs: 6,
    batch: 16,
    validateEvery: 3,
    augmentation: {crop: {kind: "pad", pixels: 1}},
    ...recipe
  });
  const images = {...corners(), size: SIDE};
  const seeds = {initialisation: 3, order: 4, augmentation: 5};
  return {
    network: buildNetwork({...network, classes: CLASSES, size: SIDE}),
    recipe: full,
    seeds,
    training: trainingBatches({...images, batch: full.batch, augmentation: full.augmentation, seeds}),
    validation: evaluationBatches({...images, batch: 32}),
    batch: full.batch,
    classes: CLASSES
  };
}

const resnet: NetworkSpecInput = {family: "resnet", blocks: [1, 1, 0, 0], width: 16, stem: "small"};
const vit: NetworkSpecInput = {family: "vit", width: 32, depth: 2, heads: 2, patch: 4, stochastic_depth: 0.2};
const adamw = {optimiser: {kind: "adamw"}, schedule: {peak: 3e-3, warmUp: 1}, average: 0.9, clipNorm: 1};

function bytesOf(weights: Weights): Buffer {
  const sorted = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.concat(sorted.map(([, {data}]) => Buffer.from(data.buffer, data.byteOffset, data.byteLength)));
}

describe("training", () => {
  test("learns what there is to learn, and says how far it got at every epoch", async () => {
    const {curve} = await train(backend, runOf(resnet, {epochs: 12, validateEvery: 6}));
    assert.deepEqual(
      curve.map(({epoch, samples_seen}) => [epoch, samples_seen]),
      Array.from({length: 12}, (_, epoch) => [epoch + 1, 64 * (epoch + 1)])
    );
    assert.deepEqual(
      curve.flatMap(({epoch, validation_accuracy}) => (validation_accuracy === null ? [] : [epoch])),
      [6, 12]
    );
    const [first, last] = [curve[0], curve.at(-1)];
    assert.ok((last?.validation_accuracy ?? 0) > 0.9, `accuracy ${last?.validation_accuracy}`);
    assert.ok((last?.training_loss ?? 9) < (first?.training_loss ?? 0), `loss ${last?.training_loss}`);
  });

  for (const [name, network, recipe] of [
    ["SGD and batch norms", resnet, {}],
    ["AdamW, stochastic depth and a running average", vit, adamw]
  ] as const)
    test(`goes on from what an earlier attempt kept to the very same weights: ${name}`, async () => {
      const whole = await train(backend, runOf(network, recipe));
      let kept: Uint8Array | undefined;
      await train(backend, {
        ...runOf(network, recipe),
        onEpoch(progress) {
          if (progress.curve.length === 2) kept = writeProgress(progress);
        }
      });
      const progress: Progress | undefined = kept && readProgress(kept);
      assert.equal(progress?.curve.length, 2);
      const resumed = await train(backend, {...runOf(network, recipe), progress});
      assert.deepEqual(resumed.curve, whole.curve);
      assert.ok(bytesOf(resumed.weights).equals(bytesOf(whole.weights)), "other weights");
      if (whole.average && resumed.average)
        assert.ok(bytesOf(resumed.average.average()).equals(bytesOf(whole.average.average())), "another average");
    });

  test("keeps nothing of what a kill cut short", async () => {
    let kept: Uint8Array = new Uint8Array();
    await train(backend, {
      ...runOf(resnet, {epochs: 1}),
      onEpoch(progress) {
        kept = writeProgress(progress);
      }
    });
    assert.equal(readProgress(kept.subarray(0, kept.length - 1)), undefined);
    assert.equal(readProgress(new Uint8Array()), undefined);
  });

  test("gives other weights for another seed of any kind", async () => {
    const first = bytesOf((await train(backend, runOf(resnet, {epochs: 1}))).weights);
    for (const seed of ["initialisation", "order", "augmentation"] as const) {
      const run = runOf(resnet, {epochs: 1});
      const seeds = {...run.seeds, [seed]: 99};
      const training = trainingBatches({
        ...corners(),
        size: SIDE,
        batch: 16,
        augmentation: run.recipe.augmentation,
        seeds
      });
      const other = await train(backend, {...run, seeds, training});
      assert.ok(!bytesOf(other.weights).equals(first), seed);
    }
  });

  test("stops with a clear failure where the loss is no number any more", async () => {
    await assert.rejects(train(backend, runOf(resnet, {schedule: {peak: 1e12}})), (error: Error) => {
      assert.match(error.message, /the loss (became (NaN|Infinity) in epoch \d+, step \d+ of 4|diverged)/);
      assert.match(error.message, /choose a lower peak/);
      return "userMistake" in error;
    });
  });

  test("gives out the weights of epoch 0 and of each epoch that the recipe names", async () => {
    const epochs: number[] = [];
    await train(backend, {
      ...runOf(resnet, {epochs: 3, checkpoints: [0, 2]}),
      onCheckpoint: (epoch) => epochs.push(epoch)
    });
    assert.deepEqual(epochs, [0, 2]);
  });
});
