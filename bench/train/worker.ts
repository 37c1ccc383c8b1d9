import {createInterface} from "node:readline";
import {LOGITS, openBackend} from "../../science/numerics/backend.ts";
import {initialWeights} from "../../science/numerics/initial-weights.ts";
import {benchmarkNetwork} from "./models.ts";

/*
 * Our side: `worker.ts MODEL BATCH [LAYOUT]` reads lines `train STEPS` and `forward STEPS` and answers each with the
 * milliseconds of every step, as JSON. The first line that it prints describes it.
 */
const [model = "", batchText = "64", layout = "blocked"] = process.argv.slice(2);
const batch = Number(batchText);
const network = benchmarkNetwork(model);
const backend = await openBackend({vectorClass: "unknown", layout: layout === "standard" ? "standard" : "blocked"});
const weights = initialWeights(network, 0);
const trainer = await backend.createTrainer(network, {
  batch,
  loss: {kind: "cross-entropy"},
  optimiser: {kind: "sgd", momentum: 0.9, weightDecay: 5e-4},
  weights
});
const extractor = await backend.createExtractor(network, weights, [LOGITS]);
const images = Float32Array.from({length: batch * 3 * 32 * 32}, (_, i) => Math.sin(i * 1.37));
const targets = new Float32Array(batch * 10);
for (let n = 0; n < batch; n++) targets[n * 10 + (n % 10)] = 1;

const runs: Record<string, () => Promise<unknown>> = {
  train: () => trainer.step({images, targets, learningRate: 1e-3}),
  forward: () => extractor.run(images)
};
const cpuTime = () => {
  const {user, system} = process.cpuUsage();
  return (user + system) / 1e3;
};
const clock = process.env.CLOCK === "cpu" ? cpuTime : () => performance.now();
console.log(JSON.stringify(`ONNX Runtime ${backend.version}, block ${backend.block}`));
for await (const line of createInterface({input: process.stdin})) {
  const [kind = "", steps = "0"] = line.split(" ");
  const times: number[] = [];
  for (let step = 0; step < Number(steps); step++) {
    const start = clock();
    await runs[kind]?.();
    times.push(clock() - start);
  }
  console.log(JSON.stringify(times));
}
