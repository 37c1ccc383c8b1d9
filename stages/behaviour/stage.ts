import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {layerFeatures} from "../../science/activations/layer-features.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import type {HalvesScore} from "../../science/metrics/i2n.ts";
import {choiceColumns} from "../../science/recordings/read-choices.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";
import {commitmentSchema} from "../../science/scoring/formats.ts";
import {scoreBehaviour} from "../../science/scoring/score-behaviour.ts";

/** Consistency of a model's confusions, by a read-out of one layer that is fitted on the same pictures, with people's. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {activations: one("tensors"), stimuli: one("table"), choices: one("table"), commitment: one("json")},
  outputs: {behaviour: output("behaviour.json", "json")},
  typical: {seconds: 2, bytes: 1_000},
  async run({inputs, outputs, log}) {
    const {behaviour: layer} = commitmentSchema.parse(JSON.parse(readFileSync(inputs.commitment, "utf8")));
    const stimuli = readTable(readFileSync(inputs.stimuli, "utf8"), stimulusColumns, {file: "stimuli.csv"});
    const trials = readTable(readFileSync(inputs.choices, "utf8"), choiceColumns, {file: "choices.csv"});
    const file = openArtifact(inputs.activations, "the activations");
    try {
      const scores = await scoreBehaviour(layerFeatures(file, layer), stimuli, trials, onnxProduct({threads: 1}));
      const {raw, ceiling, ceiled} = scores;
      log(`${layer}: ${ceiled.score.toFixed(4)} (r ${raw.score.toFixed(4)}, ceiling ${ceiling.score.toFixed(4)})`);
      const halves = Object.entries({raw, ceiling, ceiled}).map(([name, value]) => [name, written(value)]);
      writeFileSync(outputs.behaviour, canonicalJson({layer, ...Object.fromEntries(halves)}));
    } finally {
      file.close();
    }
  }
});

function written({score, error, splits}: HalvesScore): HalvesScore {
  return {score, error, splits};
}
