import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {setFlagsFromString} from "node:v8";
import {runInNewContext} from "node:vm";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {
  LOGITS,
  openBackend,
  type Trainer,
  type TrainerOptions,
  type Weights
} from "../../../science/numerics/backend.ts";
import {initialWeights} from "../../../science/numerics/initial-weights.ts";
import {drawMasks} from "../../../science/numerics/masks.ts";
import {compileExtraction} from "../../../science/numerics/onnx/compile-extraction.ts";
import {Pcg64} from "../../../science/random/pcg64.ts";
import {formulaBatch} from "./formula-tensors.ts";

const backend = await openBackend({vectorClass: "any"});
const network = buildNetwork({
  family: "resnet",
  size: 8,
  channels: [16, 16, 16, 16, 16],
  blocks: [1, 1, 0, 0],
  classes: 4,
  stem: "small"
});
const options: TrainerOptions = {
  batch: 16,
  loss: {kind: "cross-entropy"},
  optimiser: {kind: "adamw", beta1: 0.9, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.05}
};
const batch = formulaBatch(network, options.batch);

describe("a trainer", () => {
  test("learns a batch by heart", async () => {
    const trainer = await backend.createTrainer(network, options);
    const losses = await steps(trainer, 30, 0.01);
    assert.ok(losses.at(-1)! < 0.1 * losses[0]!, `${losses}`);
    const {correct} = await trainer.step({...batch, learningRate: 0});
    assert.equal(correct, options.batch);
    await trainer.close();
  });

  test("gives the same bytes from the same start", async () => {
    const [a, b] = [await backend.createTrainer(network, options), await backend.createTrainer(network, options)];
    await steps(a, 5);
    await steps(b, 5);
    assert.deepEqual(copied(a.weights()), copied(b.weights()));
  });

  test("goes on from a restored state as if nothing had happened", async () => {
    const whole = await backend.createTrainer(network, options);
    await steps(whole, 6);
    const first = await backend.createTrainer(network, options);
    await steps(first, 3);
    const saved = first.state();
    const state = {
      steps: saved.steps,
      weights: copied(saved.weights),
      slots: new Map([...saved.slots].map(([slot, tensors]) => [slot, copied(tensors)]))
    };
    const second = await backend.createTrainer(network, {...options, weights: initialWeights(network, 99)});
    second.restore(state);
    await steps(second, 3);
    assert.deepEqual(copied(second.weights()), copied(whole.weights()));
  });

  test("goes back to a state of its own", async () => {
    const trainer = await backend.createTrainer(network, options);
    await steps(trainer, 1);
    const {steps: done, weights, slots} = trainer.state();
    const state = {
      steps: done,
      weights: copied(weights),
      slots: new Map([...slots].map(([slot, tensors]) => [slot, copied(tensors)]))
    };
    const once = await steps(trainer, 4);
    trainer.restore(state);
    assert.deepEqual(await steps(trainer, 4), once);
  });

  test("refuses weights of another network", async () => {
    const trainer = await backend.createTrainer(network, options);
    assert.throws(() => trainer.restore({...trainer.state(), weights: new Map()}), /wants \d+ values and got none/);
  });

  test("keeps its memory flat", async () => {
    const trainer = await backend.createTrainer(network, options);
    await steps(trainer, 50);
    const before = await bytesInUse();
    await steps(trainer, 300);
    const grown = (await bytesInUse()) - before;
    assert.ok(grown < 20e6, `${grown} bytes more after 300 steps`);
    await trainer.close();
  });
});

/** Bytes that this process holds once what nobody refers to has been let go of. */
async function bytesInUse(): Promise<number> {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  for (let round = 0; round < 3; round++) {
    if (typeof collect === "function") collect();
    await sleep(10);
  }
  return process.memoryUsage().rss;
}

describe("an extractor", () => {
  test("gives named layers for any number of images, each image on its own", async () => {
    const weights = initialWeights(network, 1);
    const extractor = await backend.createExtractor(network, weights, ["layer1", LOGITS]);
    const all = await extractor.run(batch.images);
    const size = 3 * 8 * 8;
    const one = await extractor.run(batch.images.subarray(size, 2 * size));
    assert.equal(all.get("layer1")!.length, 16 * 16 * 8 * 8);
    const logits = all.get(LOGITS)!.subarray(4, 8);
    for (const [i, value] of one.get(LOGITS)!.entries()) assert.ok(Math.abs(value - logits[i]!) < 1e-5);
  });

  test("names the layer that is not there", async () => {
    await assert.rejects(
      backend.createExtractor(network, initialWeights(network, 1), ["layer9"]),
      /resnet has no layer layer9/
    );
  });

  test("is a file of standard operators", () => {
    const {bytes} = compileExtraction(network, initialWeights(network, 1), [LOGITS]);
    assert.ok(!Buffer.from(bytes).includes("com.microsoft"));
  });
});

describe("initial weights", () => {
  test("are the same for a seed, and others for another", () => {
    assert.deepEqual(initialWeights(network, 5), initialWeights(network, 5));
    assert.notDeepEqual(initialWeights(network, 5), initialWeights(network, 6));
  });

  test("have the deviation that the layer says", () => {
    const data = initialWeights(network, 5).get("layer1.0.conv1.weight")!.data;
    const variance = data.reduce((sum, value) => sum + value * value, 0) / data.length;
    assert.ok(Math.abs(variance / (2 / (16 * 9)) - 1) < 0.1);
  });
});

test("masks keep the mean", () => {
  const words = new Pcg64(3);
  const [mask] = drawMasks([{node: 0, rate: 0.25, shape: [100, 100]}], () => words.nextUint32());
  assert.deepEqual([...new Set(mask)].sort(), [0, Math.fround(1 / 0.75)]);
  assert.ok(Math.abs(mask!.reduce((sum, value) => sum + value, 0) / mask!.length - 1) < 0.02);
});

async function steps(trainer: Trainer, count: number, learningRate = 1e-3): Promise<number[]> {
  const losses: number[] = [];
  for (let step = 0; step < count; step++) losses.push((await trainer.step({...batch, learningRate})).loss);
  return losses;
}

function copied(weights: Weights): Weights {
  return new Map([...weights].map(([name, {shape, data}]) => [name, {shape, data: data.slice()}]));
}
