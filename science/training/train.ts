import type {Batches} from "../images/batches.ts";
import type {Network} from "../networks/network.ts";
import type {Backend, Loss, Trainer, TrainerState, Weights} from "../numerics/backend.ts";
import {initialWeights} from "../numerics/initial-weights.ts";
import {drawMasks} from "../numerics/masks.ts";
import {KeyedStream} from "../random/keyed-stream.ts";
import {accuracyOf} from "./accuracy.ts";
import {learningRate} from "./learning-rate.ts";
import type {Recipe} from "./recipe.ts";
import {WeightAverage} from "./weight-average.ts";

/** One for the initial weights, one for the images' order, one for augmentation and masks. */
export interface TrainingSeeds {
  initialisation: number;
  order: number;
  augmentation: number;
}

/** One epoch of the training curve; validation is null where none was made. */
export interface EpochResult {
  epoch: number;
  samples_seen: number;
  learning_rate: number;
  training_loss: number;
  /** Share of the training images, as augmented, whose greatest logit is at their greatest target */
  training_accuracy: number;
  validation_loss: number | null;
  validation_accuracy: number | null;
  /** By the running average of the weights, where there is one */
  validation_accuracy_average: number | null;
}

/** Everything that the next epoch depends on, and the curve so far. */
export interface Progress {
  state: TrainerState;
  /** Undefined where the recipe keeps none */
  average: Weights | undefined;
  curve: EpochResult[];
}

export interface TrainingRun {
  network: Network;
  recipe: Recipe;
  seeds: TrainingSeeds;
  training: Batches;
  validation: Batches;
  /** Images in a training batch, classes */
  batch: number;
  classes: number;
  /** From an earlier attempt */
  progress?: Progress | undefined;
  /** Called after each epoch; arrays are overwritten by later steps */
  onEpoch?(progress: Progress): void;
  /** Called after epoch 0 and each epoch that the recipe names, before the next begins */
  onCheckpoint?(epoch: number, weights: Weights): void;
}

export interface Trained {
  weights: Weights;
  average: WeightAverage | undefined;
  curve: EpochResult[];
}

/** A training run that cannot go on. */
export class TrainingMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "TrainingMistake";
}

/** An epoch's mean loss this many times that of a guess has diverged. */
const DIVERGED = 20;

/** Purpose of a stream; part of its key. */
const MASKS = 11;

/**
 * Trains a network from scratch, or from an earlier attempt's last epoch to the same weights. Every random draw depends
 * on the seeds, the epoch and the step only. @throws TrainingMistake where the loss is no number or diverges
 */
export async function train(backend: Backend, run: TrainingRun): Promise<Trained> {
  const {network, recipe, seeds, training, progress} = run;
  const start = initialWeights(network, seeds.initialisation);
  const average = recipe.average === undefined ? undefined : new WeightAverage(recipe.average, start);
  const trainer = await backend.createTrainer(network, {
    batch: run.batch,
    loss: lossOf(recipe),
    optimiser: recipe.optimiser,
    weights: start,
    ...(recipe.clipNorm !== undefined && {clipNorm: recipe.clipNorm}),
    ...(recipe.decayMatricesOnly && {decays: ({shape}) => shape.length > 1})
  });
  try {
    const curve = [...(progress?.curve ?? [])];
    if (progress) {
      trainer.restore(progress.state);
      if (progress.average) average?.restore(progress.average, progress.state.steps);
    } else if (recipe.checkpoints.includes(0)) run.onCheckpoint?.(0, start);
    for (let epoch = curve.length; epoch < recipe.epochs; epoch++) {
      const {loss, accuracy} = await trainEpoch(trainer, average, run, epoch);
      const validated = (epoch + 1) % recipe.validateEvery === 0 || epoch + 1 === recipe.epochs;
      const raw = validated ? await accuracyOf(backend, network, trainer.weights(), run.validation) : undefined;
      const averaged =
        validated && average ? await accuracyOf(backend, network, average.average(), run.validation) : undefined;
      curve.push({
        epoch: epoch + 1,
        samples_seen: (epoch + 1) * training.imagesPerEpoch,
        learning_rate: learningRate(recipe, epoch + 1),
        training_loss: loss,
        training_accuracy: accuracy,
        validation_loss: raw?.loss ?? null,
        validation_accuracy: raw?.accuracy ?? null,
        validation_accuracy_average: averaged?.accuracy ?? null
      });
      if (recipe.checkpoints.includes(epoch + 1)) run.onCheckpoint?.(epoch + 1, trainer.weights());
      run.onEpoch?.({state: trainer.state(), average: average?.average(), curve});
    }
    return {
      weights: new Map([...trainer.weights()].map(([name, {shape, data}]) => [name, {shape, data: data.slice()}])),
      average,
      curve
    };
  } finally {
    await trainer.close();
  }
}

async function trainEpoch(
  trainer: Trainer,
  average: WeightAverage | undefined,
  {recipe, seeds, training, classes}: TrainingRun,
  epoch: number
): Promise<{loss: number; accuracy: number}> {
  let lossSum = 0;
  let correct = 0;
  let images = 0;
  for (let number = 0; number < training.perEpoch; number++) {
    const batch = training.batch(epoch, number);
    const stream = new KeyedStream(seeds.augmentation, MASKS, epoch, number);
    const rate = learningRate(recipe, epoch + number / training.perEpoch);
    const result = await trainer.step({
      images: batch.images,
      targets: batch.targets,
      learningRate: rate,
      masks: drawMasks(trainer.masks, () => stream.uint32())
    });
    if (!Number.isFinite(result.loss))
      throw new TrainingMistake(
        `the loss became ${result.loss} in epoch ${epoch + 1}, step ${number + 1} of ${training.perEpoch}, at learning ` +
          `rate ${rate.toPrecision(3)}: choose a lower peak, a longer warm-up, or a greatest norm of the gradient (clipNorm)`
      );
    average?.update(trainer.weights());
    lossSum += result.loss * batch.count;
    correct += result.correct;
    images += batch.count;
  }
  const loss = lossSum / images;
  const guess = recipe.loss === "cross-entropy" ? Math.log(classes) : Math.LN2;
  if (loss > DIVERGED * guess)
    throw new TrainingMistake(
      `the loss diverged: ${loss.toPrecision(4)} on average in epoch ${epoch + 1}, where a guess has ${guess.toPrecision(3)}; ` +
        "choose a lower peak or a longer warm-up"
    );
  return {loss, accuracy: correct / images};
}

function lossOf({loss}: Recipe): Loss {
  // Label smoothing is in the targets that the batches bring.
  return loss === "cross-entropy" ? {kind: "cross-entropy"} : {kind: "binary-cross-entropy"};
}
