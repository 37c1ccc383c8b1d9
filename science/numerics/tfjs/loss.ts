import type {Loss} from "../backend.ts";
import type {Tensor, TensorFlow} from "./tensorflow.ts";

/** The batch's mean loss. */
export function lossOf(tf: TensorFlow, loss: Loss, logits: Tensor, targets: Tensor): Tensor {
  const [images = 1, classes = 1] = targets.shape;
  if (loss.kind === "cross-entropy") {
    const smoothing = loss.labelSmoothing ?? 0;
    const wanted = tf.add(tf.mul(targets, 1 - smoothing), smoothing / classes);
    return tf.mul(tf.sum(tf.mul(tf.logSoftmax(logits), wanted)), -1 / images);
  }
  const logarithm = tf.log(tf.add(tf.exp(tf.neg(tf.abs(logits))), 1));
  const each = tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), logarithm);
  return tf.mul(tf.sum(each), 1 / (images * classes));
}

/** How many images have their greatest logit at the greatest target. */
export function correctOf(tf: TensorFlow, logits: Tensor, targets: Tensor): Tensor {
  return tf.sum(tf.cast(tf.equal(tf.argMax(logits, 1), tf.argMax(targets, 1)), "float32"));
}
