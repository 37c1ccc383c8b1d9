import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {Network} from "../../../../science/networks/network.ts";
import {openBackend, type TrainerOptions} from "../../../../science/numerics/backend.ts";
import {entryLength, entryShape} from "../../../../science/numerics/onnx/entrywise.ts";
import {formulaBatch, formulaWeights} from "../formula-tensors.ts";

const lengths = [1, 16, 17, 131_072, 131_073, 393_216, 4_834_912, 25_557_032, 86_567_656];
const entries = (shape: readonly number[]) => shape.reduce((product, size) => product * size, 1);

describe("tensors that are computed with entry by entry", () => {
  test("are filled up to a length that blocks and slices divide, by little", () => {
    for (const block of [8, 16])
      for (const length of lengths) {
        const filled = entryLength(length, block);
        const shape = entryShape(filled, block);
        assert.equal(entries(shape), filled);
        assert.equal(shape.at(-3), block);
        assert.equal(shape.length, filled > 131_072 ? 5 : 4, `shape [${shape}] of ${length}`);
        assert.ok(filled >= length && filled - length <= block * Math.ceil(length / 131_072), `${length} to ${filled}`);
      }
  });

  test("are cut into slices of the caches' size only where these divide them", () => {
    assert.deepEqual(entryShape(768 * 4160, 16), [26, 1, 16, 1, 7680]);
    assert.deepEqual(entryShape(16 * 151_091, 16), [1, 16, 1, 151_091]);
    assert.deepEqual(entryShape(100, 16), [100]);
    assert.deepEqual(entryShape(768 * 4160, undefined), [768 * 4160]);
  });
});

describe("a network whose activations and parameters are cut into slices", () => {
  const BATCH = 192;
  const WIDTH = 768;
  const linear = (name: string, outs: number, ins: number) =>
    ({
      op: "linear",
      weight: {name: `${name}.weight`, shape: [outs, ins], initial: {kind: "normal", deviation: 1}},
      bias: {name: `${name}.bias`, shape: [outs], initial: {kind: "constant", value: 0}}
    }) as const;
  const network = (activation: "gelu" | "silu"): Network => ({
    name: activation,
    family: "perceptron",
    nodes: [
      {operation: {op: "input"}, inputs: [], shape: [3, 8, 8]},
      {operation: {op: "flatten"}, inputs: [0], shape: [192]},
      {operation: linear("first", WIDTH, 192), inputs: [1], shape: [WIDTH]},
      {operation: {op: activation}, inputs: [2], shape: [WIDTH]},
      {operation: linear("second", 10, WIDTH), inputs: [3], shape: [10]}
    ],
    layers: []
  });
  const optimisers: TrainerOptions["optimiser"][] = [
    {kind: "sgd", momentum: 0.9, weightDecay: 0.01},
    {kind: "adamw", beta1: 0.9, beta2: 0.99, epsilon: 1e-4, weightDecay: 0.1}
  ];

  for (const [index, activation] of (["gelu", "silu"] as const).entries())
    test(`learns what it learns in standard operators: ${activation}, ${optimisers[index]!.kind}`, async () => {
      const model = network(activation);
      const options = {batch: BATCH, loss: {kind: "cross-entropy"}, optimiser: optimisers[index]!} as const;
      const results = [];
      for (const layout of ["blocked", "standard"] as const) {
        const backend = await openBackend({vectorClass: "any", layout});
        const trainer = await backend.createTrainer(model, {...options, weights: formulaWeights(model)});
        for (let step = 0; step < 3; step++)
          await trainer.step({...formulaBatch(model, BATCH, step), learningRate: 0.01});
        results.push(new Map([...trainer.weights()].map(([name, {data}]) => [name, data.slice()])));
        await trainer.close();
      }
      const [sliced, standard] = results;
      assert.ok(entryShape(BATCH * WIDTH, 16).length === 5, "the activations are cut into slices");
      for (const [name, data] of standard!) {
        const worst = data.reduce((most, value, i) => Math.max(most, Math.abs(value - sliced!.get(name)![i]!)), 0);
        assert.ok(worst < 2e-6, `${name} differs by ${worst}`);
      }
    });
});
