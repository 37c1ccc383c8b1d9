import {buildNetwork} from "../../science/networks/network-spec.ts";
import {countMacs} from "../../science/networks/sizes.ts";
import {openBackend} from "../../science/numerics/backend.ts";

const BATCH = 64;
const MEASURED_MS = 2000;

/**
 * FLOP/s at which one core trains, by the study's accounting (3 x 2 x MACs an image): whole steps of a small ResNet-18
 * at 32 px. Wider models reach more, narrower ones less.
 */
export async function measuredThroughput(): Promise<number> {
  const network = buildNetwork({family: "resnet", width: 16, stem: "small", size: 32, classes: 10});
  const backend = await openBackend({vectorClass: "unasked"});
  const optimiser = {kind: "sgd", momentum: 0.9, weightDecay: 0} as const;
  const trainer = await backend.createTrainer(network, {batch: BATCH, loss: {kind: "cross-entropy"}, optimiser});
  const step = {
    images: new Float32Array(BATCH * 3 * 32 * 32).fill(0.5),
    targets: new Float32Array(BATCH * 10).fill(0.1),
    learningRate: 1e-4
  };
  try {
    for (let warmUp = 0; warmUp < 2; warmUp++) await trainer.step(step);
    let steps = 0;
    const start = performance.now();
    for (; performance.now() - start < MEASURED_MS; steps++) await trainer.step(step);
    return (3 * 2 * countMacs(network) * BATCH * steps) / ((performance.now() - start) / 1000);
  } finally {
    await trainer.close();
  }
}
