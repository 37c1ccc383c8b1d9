import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {writeTable} from "../../science/formats/table.ts";
import {ceilingFormulas} from "../../science/metrics/explained-variance.ts";
import {commitLayers} from "../../science/scoring/commit-layers.ts";
import {scoresSchema, selectionBiasColumns} from "../../science/scoring/formats.ts";

/** The layer that stands for each region, by the scores of all layers of one model. */
export default defineStage({
  params: z.strictObject({
    formula: z.literal(Object.keys(ceilingFormulas)),
    /** The layer that behaviour is read from; it is not chosen by score */
    behaviour: z.string()
  }),
  inputs: {scores: many("json")},
  outputs: {commitment: output("commitment.json", "json"), bias: output("bias.csv", "table")},
  typical: {seconds: 0.05, bytes: 1_000},
  run({params: {formula, behaviour}, inputs, outputs, log}) {
    const scores = inputs.scores.map((path) => scoresSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const {commitment, bias} = commitLayers(scores, formula, behaviour);
    for (const {region, layer, score, held_out_layer, held_out_score} of bias)
      log(
        `${region}: ${layer}, ${score?.toFixed(4)} on all splits; chosen on half of them ${held_out_layer}, ` +
          `${held_out_score?.toFixed(4)} on the others`
      );
    writeFileSync(outputs.commitment, canonicalJson(commitment));
    writeFileSync(outputs.bias, writeTable(bias, selectionBiasColumns));
  }
});
