import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {ceilingFormulas} from "../../science/metrics/explained-variance.ts";
import {commitLayers} from "../../science/scoring/commit-layers.ts";
import {scoresSchema} from "../../science/scoring/formats.ts";

/** The layer that stands for each region, by the scores of all layers of one model. */
export default defineStage({
  params: z.strictObject({
    formula: z.literal(Object.keys(ceilingFormulas)),
    /** The layer that behaviour is read from; it is not chosen by score */
    behaviour: z.string()
  }),
  inputs: {scores: many("json")},
  outputs: {commitment: output("commitment.json", "json")},
  typical: {seconds: 0.05, bytes: 1_000},
  run({params: {formula, behaviour}, inputs, outputs, log}) {
    const scores = inputs.scores.map((path) => scoresSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const commitment = commitLayers(scores, formula, behaviour);
    for (const [region, {layer, score, heldOut}] of Object.entries(commitment.regions))
      log(
        `${region}: ${layer}, ${score?.toFixed(4)} on all splits; chosen on half of them ${heldOut.layer}, ` +
          `${heldOut.score?.toFixed(4)} on the others`
      );
    writeFileSync(outputs.commitment, canonicalJson(commitment));
  }
});
