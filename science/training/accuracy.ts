import type {Batches} from "../images/batches.ts";
import type {Network} from "../networks/network.ts";
import {type Backend, LOGITS, type Weights} from "../numerics/backend.ts";

/** Top-1 accuracy (a share) and mean cross-entropy (nats) of a model on labelled images, batch-norms at their running statistics. */
export async function accuracyOf(
  backend: Backend,
  network: Network,
  weights: Weights,
  images: Batches
): Promise<{accuracy: number; loss: number}> {
  const extractor = await backend.createExtractor(network, weights, [LOGITS]);
  try {
    let correct = 0;
    let loss = 0;
    let count = 0;
    for (let number = 0; number < images.perEpoch; number++) {
      const batch = images.batch(0, number);
      const logits = (await extractor.run(batch.images)).get(LOGITS);
      if (!logits) throw new Error("the extractor gave no logits");
      const classes = logits.length / batch.count;
      for (let image = 0; image < batch.count; image++) {
        const row = logits.subarray(image * classes, (image + 1) * classes);
        const label = batch.labels[image]!;
        const greatest = row.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
        const sum = row.reduce((total, value) => total + Math.exp(value - greatest), 0);
        if (row.indexOf(greatest) === label) correct++;
        loss += greatest + Math.log(sum) - row[label]!;
      }
      count += batch.count;
    }
    return {accuracy: correct / count, loss: loss / count};
  } finally {
    await extractor.close();
  }
}
