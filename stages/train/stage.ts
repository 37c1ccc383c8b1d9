import {mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {vectorClass} from "../../runner/stage/vector-class.ts";
import {labelledImages, readIndex} from "../../science/datasets/image-index.ts";
import type {Columns} from "../../science/formats/column.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {writeTable} from "../../science/formats/table.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import {evaluationBatches, trainingBatches} from "../../science/images/batches.ts";
import {openImages} from "../../science/images/image-set.ts";
import {buildNetwork, networkSchema} from "../../science/networks/network-spec.ts";
import {describeBackend, openBackend, type Weights} from "../../science/numerics/backend.ts";
import {computeOf} from "../../science/training/compute.ts";
import {readProgress, writeProgress} from "../../science/training/progress-file.ts";
import {recipeSchema} from "../../science/training/recipe.ts";
import {train} from "../../science/training/train.ts";
import {writeWeights} from "../../science/training/weights-file.ts";

const curveColumns = {
  epoch: "integer",
  samples_seen: "integer",
  learning_rate: "number",
  training_loss: "number",
  training_accuracy: "number",
  validation_loss: "number?",
  validation_accuracy: "number?",
  validation_accuracy_average: "number?"
} as const satisfies Columns;

const EVALUATION_BATCH = 64;
/** Of a forecast before anything was trained: images in a subset, and FLOP/s that a core trains at. */
const TYPICAL_SAMPLES = 2000;
const TYPICAL_FLOPS = 7e10;
/** Progress is kept at the end of an epoch, this often at most. */
const KEEP_MS = 2000;

/** One classifier trained from scratch: its weights at the end and at checkpoints, its curve, what it cost. */
export default defineStage({
  params: z.strictObject({
    /** Family, its options, and the images' size; classes are those of the subset */
    network: networkSchema,
    recipe: recipeSchema,
    seeds: z.strictObject({
      initialisation: z.int().min(0),
      order: z.int().min(0),
      augmentation: z.int().min(0)
    })
  }),
  inputs: {
    images: one("folder"),
    training: one("tensors"),
    validationImages: one("folder"),
    validation: one("tensors")
  },
  outputs: {
    /** `raw`, `average` and `average-corrected` (where the recipe keeps an average), `raw-epoch-N` */
    weights: output("weights", "folder"),
    curve: output("curve.csv", "table"),
    summary: output("summary.json", "json")
  },
  typical({network, recipe}) {
    const {totalFlops, parameters} = computeOf(buildNetwork(network), TYPICAL_SAMPLES, recipe.epochs);
    return {seconds: 2 + totalFlops / TYPICAL_FLOPS, bytes: 10 * parameters};
  },
  environment: async () => describeBackend(await openBackend({vectorClass: vectorClass()})),
  async run({params: {network: spec, recipe, seeds}, inputs, outputs, resume, log}) {
    const backend = await openBackend({vectorClass: vectorClass()});
    const index = readIndex(inMemory(inputs.training));
    const classes = index.classes.length;
    const network = buildNetwork({...spec, classes});
    const batch = Math.min(recipe.batch, index.images.length);
    const common = {size: spec.size, batch};
    const training = trainingBatches({
      ...common,
      set: openFolder(inputs.images),
      chosen: labelledImages(index),
      augmentation: recipe.augmentation,
      seeds,
      repeats: recipe.repeats
    });
    const validation = evaluationBatches({
      ...common,
      batch: EVALUATION_BATCH,
      set: openFolder(inputs.validationImages),
      chosen: labelledImages(readIndex(inMemory(inputs.validation)))
    });

    mkdirSync(outputs.weights);
    const keep = (name: string, weights: Weights) =>
      writeFileSync(join(outputs.weights, `${name}.safetensors`), writeWeights(weights));
    mkdirSync(resume, {recursive: true});
    const kept = join(resume, "progress.safetensors");
    const progress = readKept(kept);
    if (progress) log(`resumed after epoch ${progress.curve.length}`);
    for (const file of readdirSync(resume).filter((name) => name.startsWith("raw-epoch-")))
      writeFileSync(join(outputs.weights, file), readFileSync(join(resume, file)));
    const startedAt = Date.now();
    let keptAt = startedAt;
    let since = progress?.curve.length ?? 0;
    const {weights, average, curve} = await train(backend, {
      network,
      recipe,
      seeds,
      training,
      validation,
      batch,
      classes,
      progress,
      onCheckpoint(epoch, now) {
        keep(`raw-epoch-${epoch}`, now);
        writeFileSync(join(resume, `raw-epoch-${epoch}.safetensors`), writeWeights(now));
      },
      onEpoch(now) {
        const last = now.curve.at(-1);
        if (last)
          log(
            `epoch ${last.epoch}: loss ${last.training_loss.toFixed(4)}` +
              (last.validation_accuracy === null ? "" : `, validation accuracy ${last.validation_accuracy.toFixed(3)}`)
          );
        if (Date.now() - keptAt < KEEP_MS) return;
        writeFileSync(`${kept}.part`, writeProgress(now));
        renameSync(`${kept}.part`, kept);
        keptAt = Date.now();
      }
    });
    since = curve.length - since;
    const seconds = (Date.now() - startedAt) / 1000;
    log(`${Math.round((since * training.imagesPerEpoch) / seconds)} images a second, validation included`);

    keep("raw", weights);
    if (average) {
      keep("average", average.average());
      keep("average-corrected", average.corrected());
    }
    const last = curve.at(-1);
    writeFileSync(outputs.curve, writeTable(curve, curveColumns));
    writeFileSync(
      outputs.summary,
      canonicalJson({
        family: network.family,
        classes,
        epochs: recipe.epochs,
        ...computeOf(network, index.images.length, recipe.epochs),
        accuracy: last?.validation_accuracy ?? null,
        accuracyOfAverage: last?.validation_accuracy_average ?? null
      })
    );
  }
});

function inMemory(path: string) {
  return bytesInMemory(readFileSync(path), basename(path));
}

function openFolder(folder: string) {
  return openImages(
    readdirSync(folder)
      .sort()
      .map((name) => openArtifact(join(folder, name)))
  );
}

function readKept(path: string) {
  try {
    return readProgress(readFileSync(path));
  } catch {
    return undefined;
  }
}
