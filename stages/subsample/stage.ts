import {readFileSync, writeFileSync} from "node:fs";
import {basename} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {readLabels, writeIndex} from "../../science/datasets/image-index.ts";
import {ofClasses, subsample} from "../../science/datasets/subsample.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";

const count = z.int().positive().nullable();

/** A part of a dataset to train on, and the validation images of the classes in it; both as indices. */
export default defineStage({
  params: z.strictObject({seed: z.int().min(0), classes: count, perClass: count, total: count}),
  inputs: {training: one("tensors"), validation: one("tensors")},
  outputs: {
    training: output("training.safetensors", "tensors"),
    validation: output("validation.safetensors", "tensors")
  },
  typical: {seconds: 0.2, bytes: 100_000},
  run({params, inputs, outputs, log}) {
    const all = labelsIn(inputs.training);
    const training = subsample(all, params);
    const validation = ofClasses(labelsIn(inputs.validation), training.classes);
    const seen = new Set(validation.labels);
    const unseen = training.classes.filter((_, label) => !seen.has(label));
    if (unseen.length > 0) log(`no validation image of ${unseen.join(", ")}`);
    writeFileSync(outputs.training, writeIndex(training));
    writeFileSync(outputs.validation, writeIndex(validation));
    log(`${training.images.length} of ${all.labels.length} images of ${training.classes.length} classes`);
    log(`${validation.images.length} validation images`);
  }
});

function labelsIn(path: string) {
  return readLabels(bytesInMemory(readFileSync(path), basename(path)));
}
