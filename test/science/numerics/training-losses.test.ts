import assert from "node:assert/strict";
import {readFile} from "node:fs/promises";
import {describe, test} from "node:test";
import type {Optimiser} from "../../../science/numerics/backend.ts";
import {openBackend} from "../../../science/numerics/backend.ts";
import {formulaBatch, formulaWeights} from "./formula-tensors.ts";
import {trainingNetworks} from "./training-networks.ts";

type Recipe = {optimiser: Optimiser; learningRate: number};
type Losses = {double: number[]; single: number[]};
type Golden = {batch: number; losses: Record<string, Record<string, Losses>>};

const golden: Golden = JSON.parse(await readFile(new URL("training-losses.golden.json", import.meta.url), "utf8"));
const RELATIVE = 1e-3;
const BATCHES = 2;

const recipes: Record<string, Recipe> = {
  sgd: {optimiser: {kind: "sgd", momentum: 0.9, weightDecay: 5e-4}, learningRate: 0.002},
  adamw: {
    optimiser: {kind: "adamw", beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay: 0.05},
    learningRate: 2e-4
  }
};

/** Sessions take longer than steps, so the standard layout runs one recipe a network. */
const covered = {
  blocked: () => Object.keys(recipes),
  standard: (index: number) => [index % 2 === 0 ? "sgd" : "adamw"]
};

for (const layout of ["blocked", "standard"] as const) {
  const backend = await openBackend({vectorClass: "any", layout});
  describe(`20 steps of ${layout} graphs lose what PyTorch loses in double precision`, () => {
    for (const [index, network] of trainingNetworks.entries())
      for (const name of covered[layout](index))
        test(`${network.name}, ${name}`, async () => {
          const {optimiser, learningRate} = recipes[name]!;
          const {double, single} = golden.losses[network.name]![name]!;
          const trainer = await backend.createTrainer(network, {
            batch: golden.batch,
            loss: {kind: "cross-entropy"},
            optimiser,
            weights: formulaWeights(network)
          });
          const batches = Array.from({length: BATCHES}, (_, i) => formulaBatch(network, golden.batch, i));
          const missed = Math.max(...double.map((loss, i) => Math.abs(loss - single[i]!)));
          for (const [step, expected] of double.entries()) {
            const {loss} = await trainer.step({...batches[step % BATCHES]!, learningRate});
            const allowed = Math.max(RELATIVE * expected, missed);
            assert.ok(Math.abs(loss - expected) <= allowed, `step ${step}: ${loss}, PyTorch ${expected}`);
          }
          await trainer.close();
        });
  });
}
