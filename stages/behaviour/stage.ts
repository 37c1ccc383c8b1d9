import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {layerFeatures} from "../../science/activations/layer-features.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {readTable} from "../../science/formats/table.ts";
import {onnxProduct} from "../../science/linear-algebra/onnx-product.ts";
import {type HalvesScore, i2n} from "../../science/metrics/i2n.ts";
import {logisticReadout} from "../../science/metrics/readout.ts";
import {choiceColumns, commitmentSchema, stimulusColumns} from "../../science/scoring/formats.ts";

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
    const labels = stimuli.map(({label, image_id}) => {
      if (label === null) throw new UserMistake(`picture ${image_id} has no label to read out`, {file: "stimuli.csv"});
      return label;
    });
    const file = openArtifact(inputs.activations);
    try {
      const {classes, probabilities} = await logisticReadout(
        layerFeatures(file, layer),
        labels,
        onnxProduct({threads: 1})
      );
      const scores = i2n(
        {images: stimuli.map(({image_id}) => image_id), objects: classes, probabilities},
        {
          images: trials.map(({image}) => image),
          samples: trials.map(({sample}) => sample),
          distractors: trials.map(({distractor}) => distractor),
          choices: trials.map(({choice}) => choice)
        }
      );
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
