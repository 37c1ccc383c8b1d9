import type {Network} from "../../networks/network.ts";
import {parametersOf} from "../../networks/parameters.ts";
import type {NamedTensor, StepInput, Trainer, TrainerOptions, Weights} from "../backend.ts";
import {initialWeights} from "../initial-weights.ts";
import {masksOf} from "../masks.ts";
import {slotsOf} from "../optimiser-slots.ts";
import {interpret} from "./interpret.ts";
import type {Moments} from "./layers.ts";
import {correctOf, lossOf} from "./loss.ts";
import {updated} from "./optimiser.ts";
import type {Tensor, TensorFlow} from "./tensorflow.ts";

/** A model in training on eager tensors: what the compiled graph must agree with, and the way to a GPU. */
export function createTfjsTrainer(tf: TensorFlow, network: Network, options: TrainerOptions): Trainer {
  const {batch, loss, optimiser, clipNorm, decays = () => true} = options;
  const {parameters, buffers} = parametersOf(network);
  const interpreter = interpret(network, tf);
  const masks = masksOf(network, batch);
  const slots = slotsOf(optimiser);
  const imageShape = network.nodes[0]?.shape ?? [];
  const classes = network.nodes.at(-1)?.shape[0] ?? 0;
  const held = new Map<string, Tensor>();
  let steps = 0;
  const hold = (key: string, value: Tensor) => {
    held.get(key)?.dispose();
    held.set(key, tf.keep(value));
  };
  const get = (key: string): Tensor => {
    const tensor = held.get(key);
    if (!tensor) throw new Error(`${key} is not in ${network.name}`);
    return tensor;
  };
  const slotKey = (slot: string, name: string) => `${slot} of ${name}`;
  const load = (from: Weights | undefined, tensors: readonly Sized[], key: (name: string) => string) => {
    for (const {name, shape} of tensors) {
      const size = shape.reduce((product, count) => product * count, 1);
      const data = from?.get(name)?.data;
      if (data?.length !== size) throw new Error(`${name} wants ${size} values and got ${data?.length ?? "none"}`);
      hold(key(name), tf.tensor(data, [...shape]));
    }
  };
  const read = (tensors: readonly Sized[], key: (name: string) => string): Weights =>
    new Map(
      tensors.map(({name, shape}): readonly [string, NamedTensor] => [
        name,
        {shape, data: Float32Array.from(get(key(name)).dataSync())}
      ])
    );
  const all = [...parameters, ...buffers];
  load(options.weights ?? initialWeights(network, 0), all, (name) => name);
  for (const slot of slots)
    for (const {name, shape} of parameters)
      hold(slotKey(slot, name), tf.mul(tf.tensor([0]), tf.reshape(get(name), [...shape])));

  /** The loss's value and gradients; batch statistics and the number correct on the way. */
  const differentiate = (input: StepInput) => {
    const images = tf.tensor(input.images, [batch, ...imageShape]);
    const targets = tf.tensor(input.targets, [batch, classes]);
    const masked = new Map(
      masks.map(({node, shape}, i) => {
        const mask = input.masks?.[i];
        if (!mask) throw new Error(`the step needs ${masks.length} masks and got ${input.masks?.length ?? 0}`);
        return [node, tf.tensor(mask, [...shape])] as const;
      })
    );
    let statistics: ReadonlyMap<number, Moments> = new Map();
    let value: Tensor | undefined;
    let correct: Tensor | undefined;
    const gradients = tf.grads((...weights: Tensor[]) => {
      const byName = new Map(parameters.map(({name}, i) => [name, weights[i]!]));
      const forward = interpreter.forward({
        images,
        stored: ({name}) => byName.get(name) ?? get(name),
        training: true,
        mask: (node) => masked.get(node)
      });
      const logits = forward.values.at(-1)!;
      value = tf.keep(lossOf(tf, loss, logits, targets));
      correct = tf.keep(correctOf(tf, logits, targets));
      statistics = forward.statistics;
      for (const {mean, variance} of statistics.values()) [mean, variance].map(tf.keep);
      return value;
    })(parameters.map(({name}) => get(name)));
    return {gradients, statistics, value: value!, correct: correct!};
  };

  const update = (gradients: readonly Tensor[], learningRate: number) => {
    const clipped = clipNorm === undefined ? gradients : clippedTo(tf, gradients, clipNorm);
    for (const [i, parameter] of parameters.entries()) {
      const {name} = parameter;
      const values = {
        weights: get(name),
        gradient: clipped[i]!,
        slots: slots.map((slot) => get(slotKey(slot, name))),
        decayed: decays(parameter)
      };
      const next = updated(tf, optimiser, values, {learningRate, steps});
      hold(name, next.weights);
      for (const [j, slot] of slots.entries()) hold(slotKey(slot, name), next.slots[j]!);
    }
  };

  const follow = (statistics: ReadonlyMap<number, Moments>) => {
    for (const [index, {mean, variance}] of statistics) {
      const {operation, shape} = network.nodes[index]!;
      if (operation.op !== "batch-norm") continue;
      const count = batch * shape[1]! * shape[2]!;
      const move = ({name}: {name: string}, now: Tensor) => {
        const old = get(name);
        hold(name, tf.add(old, tf.mul(tf.sub(tf.reshape(now, old.shape), old), operation.momentum)));
      };
      move(operation.mean, mean);
      move(operation.variance, tf.mul(variance, count / (count - 1)));
      mean.dispose();
      variance.dispose();
    }
  };

  return {
    masks,
    async step(input) {
      steps++;
      return tf.tidy(() => {
        const {gradients, statistics, value, correct} = differentiate(input);
        update(gradients, input.learningRate);
        follow(statistics);
        const result = {loss: value.dataSync()[0]!, correct: correct.dataSync()[0]!};
        value.dispose();
        correct.dispose();
        return result;
      });
    },
    weights: () => read(all, (name) => name),
    state: () => ({
      steps,
      weights: read(all, (name) => name),
      slots: new Map(slots.map((slot) => [slot, read(parameters, (name) => slotKey(slot, name))]))
    }),
    restore(state) {
      load(state.weights, all, (name) => name);
      for (const slot of slots) load(state.slots.get(slot), parameters, (name) => slotKey(slot, name));
      steps = state.steps;
    },
    async close() {
      for (const tensor of held.values()) tensor.dispose();
      held.clear();
    }
  };
}

type Sized = {readonly name: string; readonly shape: readonly number[]};

function clippedTo(tf: TensorFlow, gradients: readonly Tensor[], limit: number): Tensor[] {
  const total = gradients.reduce<Tensor>((sum, gradient) => tf.add(sum, tf.sum(tf.square(gradient))), tf.scalar(0));
  const norm = Math.sqrt(total.dataSync()[0]!) + 1e-6;
  return gradients.map((gradient) => tf.mul(gradient, Math.min(1, limit / norm)));
}
