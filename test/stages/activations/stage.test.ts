import assert from "node:assert/strict";
import {appendFileSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import type * as z from "zod";
import {shardPieces} from "../../../science/images/image-set.ts";
import {buildNetwork} from "../../../science/networks/network-spec.ts";
import {initialWeights} from "../../../science/numerics/initial-weights.ts";
import {writeWeights} from "../../../science/training/weights-file.ts";
import stage from "../../../stages/activations/stage.ts";
import {gratings} from "../../science/ventral-stream/gratings.ts";
import {withFolder} from "../../temporary-folder.ts";
import {withStageRun} from "../run-stage.ts";

const {images} = gratings(2, 2);
const network = {
  family: "resnet" as const,
  blocks: [1, 1, 0, 0],
  width: 4,
  stem: "small" as const,
  size: images.height
};
const recorded: z.input<typeof stage.params> = {
  network,
  weights: "raw",
  layers: ["layer1", "layer2"],
  inPlace: "after",
  preprocessing: "native",
  degrees: {model: 8, stimuli: 8},
  projection: null
};

describe("activations", () => {
  test("of a model that diverged are refused, by layer and picture", () =>
    withFolder({"summary.json": JSON.stringify({classes: 5})}, async (folder) => {
      mkdirSync(join(folder, "images"));
      for (const {file, bytes} of shardPieces(images, (image) => images.image(image)))
        appendFileSync(join(folder, "images", file), bytes);
      const weights = initialWeights(buildNetwork({...network, classes: 5}), 0);
      weights.get("layer2.0.conv1.weight")?.data.fill(Number.NaN);
      mkdirSync(join(folder, "weights"));
      writeFileSync(join(folder, "weights/raw.safetensors"), writeWeights(weights));
      const inputs = {
        weights: join(folder, "weights"),
        summary: join(folder, "summary.json"),
        images: join(folder, "images")
      };
      await assert.rejects(
        withStageRun(stage, recorded, inputs, () => undefined),
        {
          name: "ActivationMistake",
          message: 'layer "layer2" is NaN at picture 0, feature 0 (both count from 0); expected finite numbers'
        }
      );
      await withStageRun(stage, {...recorded, layers: ["layer1"]}, inputs, (_, log) => assert.equal(log.length, 1));
    }));
});
