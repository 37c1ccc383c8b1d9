import type {Optimiser} from "../backend.ts";
import type {Tensor, TensorFlow} from "./tensorflow.ts";

type Update = {weights: Tensor; slots: Tensor[]};

/** One update of a parameter; `steps` counts this one. */
export function updated(
  tf: TensorFlow,
  optimiser: Optimiser,
  {weights, gradient, slots, decayed}: {weights: Tensor; gradient: Tensor; slots: readonly Tensor[]; decayed: boolean},
  {learningRate, steps}: {learningRate: number; steps: number}
): Update {
  const decay = decayed ? optimiser.weightDecay : 0;
  if (optimiser.kind === "sgd") {
    const momentum = tf.add(tf.mul(slots[0]!, optimiser.momentum), tf.add(gradient, tf.mul(weights, decay)));
    return {weights: tf.sub(weights, tf.mul(momentum, learningRate)), slots: [momentum]};
  }
  const {beta1, beta2, epsilon} = optimiser;
  const first = tf.add(tf.mul(slots[0]!, beta1), tf.mul(gradient, 1 - beta1));
  const second = tf.add(tf.mul(slots[1]!, beta2), tf.mul(tf.square(gradient), 1 - beta2));
  const root = tf.mul(tf.sqrt(second), 1 / Math.sqrt(1 - beta2 ** steps));
  const direction = tf.div(first, tf.add(root, epsilon));
  const kept = tf.mul(weights, 1 - learningRate * decay);
  return {
    weights: tf.sub(kept, tf.mul(direction, learningRate / (1 - beta1 ** steps))),
    slots: [first, second]
  };
}
