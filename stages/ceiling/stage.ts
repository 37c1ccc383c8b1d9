import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {canonicalJson} from "../../science/formats/json.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import {internalConsistency} from "../../science/metrics/internal-consistency.ts";
import {readRecordings} from "../../science/scoring/recordings.ts";

/** The noise ceiling of one region's recordings. */
export default defineStage({
  params: z.strictObject({region: z.string()}),
  inputs: {recordings: one("tensors")},
  outputs: {ceiling: output("ceiling.json", "json")},
  typical: {seconds: 1, bytes: 2_000},
  run({params: {region}, inputs, outputs, log}) {
    const recordings = readRecordings(bytesInMemory(readFileSync(inputs.recordings), "the recordings"));
    if (new Set(recordings.repetitions).size < 2)
      throw new UserMistake(`${region}: every image was shown once; a ceiling compares halves of the repetitions`);
    const {score, error, splits} = internalConsistency(recordings);
    writeFileSync(outputs.ceiling, canonicalJson({region, score, error, splits}));
    log(`${region}: ${score.toFixed(4)} +- ${error.toFixed(4)}, ${recordings.neuroids.length} neuroids`);
  }
});
