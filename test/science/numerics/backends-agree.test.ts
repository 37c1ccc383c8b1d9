import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {LOGITS, openBackend, type TrainerOptions} from "../../../science/numerics/backend.ts";
import {drawMasks} from "../../../science/numerics/masks.ts";
import {tfjsBackend} from "../../../science/numerics/tfjs/backend.ts";
import {Pcg64} from "../../../science/random/pcg64.ts";
import {formulaBatch, formulaWeights} from "./formula-tensors.ts";
import {layerNetworks} from "./layer-networks.ts";
import {plainTensorFlow} from "./plain-tensorflow.ts";

const BATCH = 3;
const STEPS = 4;
const compiled = await openBackend({vectorClass: "any"});
const tf = await plainTensorFlow();
const eager = tfjsBackend(tf, {name: "tfjs", version: "any", vectorClass: "any"});

const recipes: readonly Omit<TrainerOptions, "weights">[] = [
  {
    batch: BATCH,
    loss: {kind: "cross-entropy", labelSmoothing: 0.1},
    optimiser: {kind: "sgd", momentum: 0.9, weightDecay: 0.01},
    clipNorm: 1,
    decays: ({shape}) => shape.length > 1
  },
  {
    batch: BATCH,
    loss: {kind: "binary-cross-entropy"},
    optimiser: {kind: "adamw", beta1: 0.9, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1}
  }
];

describe("the compiled graph and the eager interpreter agree", () => {
  for (const [index, network] of layerNetworks.entries())
    test(network.name, async () => {
      const options = {...recipes[index % recipes.length]!, weights: formulaWeights(network)};
      const trainers = [await compiled.createTrainer(network, options), await eager.createTrainer(network, options)];
      const words = new Pcg64(7);
      for (let step = 0; step < STEPS; step++) {
        const masks = drawMasks(trainers[0]!.masks, () => words.nextUint32());
        const input = {...formulaBatch(network, BATCH, step), learningRate: 0.02, masks};
        const [a, b] = [await trainers[0]!.step(input), await trainers[1]!.step(input)];
        assert.ok(Math.abs(a.loss - b.loss) < 1e-4 * b.loss, `step ${step}: compiled ${a.loss}, eager ${b.loss}`);
        assert.equal(a.correct, b.correct);
      }
      const [weights, expected] = [trainers[0]!.weights(), trainers[1]!.weights()];
      for (const [name, {data}] of expected) close(weights.get(name)!.data, data, `${name} after ${STEPS} steps`);

      const layers = [...network.layers.map(({name}) => name), LOGITS];
      const {images} = formulaBatch(network, 2, 9);
      const values = await (await compiled.createExtractor(network, expected, layers)).run(images);
      const wanted = await (await eager.createExtractor(network, expected, layers)).run(images);
      for (const [layer, data] of wanted) close(values.get(layer)!, data, layer);
    });
});

test("the eager interpreter keeps as many tensors as it had", async () => {
  const network = layerNetworks.find(({name}) => name === "batch norm, sum, rectifier")!;
  const trainer = await eager.createTrainer(network, recipes[0]!);
  const input = {...formulaBatch(network, BATCH), learningRate: 0.01};
  await trainer.step(input);
  const before = tf.memory().numTensors;
  for (let step = 0; step < 5; step++) await trainer.step(input);
  assert.equal(tf.memory().numTensors, before);
  await trainer.close();
});

function close(values: Float32Array, expected: Float32Array, what: string): void {
  assert.equal(values.length, expected.length, what);
  const size = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-3);
  for (const [i, value] of values.entries())
    assert.ok(Math.abs(value - expected[i]!) < 2e-4 * size, `${what}, entry ${i}: ${value}, not ${expected[i]}`);
}
