import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import type * as z from "zod";
import {readIndex, writeLabels} from "../../../science/datasets/image-index.ts";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import subsample from "../../../stages/subsample/stage.ts";
import {withFolder} from "../../temporary-folder.ts";
import {withStageRun} from "../run-stage.ts";

const all: z.input<typeof subsample.params> = {seed: 0, classes: null, perClass: null, total: null};

function run<T>(params: Partial<typeof all>, use: (read: {training: Index; validation: Index}, log: string[]) => T) {
  return withFolder({}, (folder) => {
    const file = (name: string, labels: number[], classes: string[]) => {
      writeFileSync(join(folder, name), writeLabels({labels: Int32Array.from(labels), classes}));
      return join(folder, name);
    };
    const inputs = {
      training: file("training.safetensors", [0, 0, 1, 1, 1, 2, 2, 2], ["ant", "bee", "cow"]),
      validation: file("validation.safetensors", [0, 1, 2], ["ant", "bee", "cow"])
    };
    return withStageRun(subsample, {...all, ...params}, inputs, (outputs, log) => {
      const read = (path: string) => readIndex(bytesInMemory(readFileSync(path)));
      return use({training: read(outputs.training), validation: read(outputs.validation)}, log);
    });
  });
}
type Index = ReturnType<typeof readIndex>;

describe("the subsample stage", () => {
  test("without limits takes every image", () =>
    run({}, ({training, validation}) => {
      assert.deepEqual([...training.images], [0, 1, 2, 3, 4, 5, 6, 7]);
      assert.deepEqual([...validation.labels], [0, 1, 2]);
    }));

  test("never limits the validation images by number, but to the classes drawn, under the same labels", () =>
    run({classes: 2, perClass: 1, seed: 4}, ({training, validation}) => {
      assert.equal(training.images.length, 2);
      assert.equal(validation.images.length, 2);
      assert.deepEqual(validation.classes, training.classes);
      const names = ["ant", "bee", "cow"];
      validation.images.forEach((image, at) => {
        assert.equal(validation.classes[validation.labels[at]!], names[image]);
      });
    }));

  test("names the class that has too few images", () =>
    assert.rejects(
      run({perClass: 3}, () => undefined),
      /class "ant" has 2 images, but 3 per class are asked for/
    ));
});
