import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {readTable} from "../../science/formats/table.ts";
import {withAssembly} from "../../science/recordings/open-assembly.ts";
import {readRecordings} from "../../science/recordings/read-recordings.ts";
import {writeRecordings} from "../../science/recordings/recordings-file.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";

/** The single trials of one region, averaged over a time window, from a neural assembly of Brain-Score. */
export default defineStage({
  params: z.strictObject({
    region: z.string(),
    /** From and to, milliseconds after onset; null for responses in a single bin, or in none */
    window: z.tuple([z.int(), z.int()]).nullable()
  }),
  inputs: {assembly: one("file"), stimuli: one("table")},
  outputs: {recordings: output("recordings.safetensors", "tensors")},
  typical: {seconds: 2, bytes: 5_000_000},
  async run({params, inputs, outputs, log}) {
    const stimuli = readTable(readFileSync(inputs.stimuli, "utf8"), stimulusColumns, {file: "stimuli.csv"});
    const images = stimuli.map(({image_id}) => image_id);
    const source = openArtifact(inputs.assembly, "the assembly");
    try {
      const recordings = await withAssembly(inputs.assembly, source, (assembly) =>
        readRecordings(assembly, images, params)
      );
      writeFileSync(outputs.recordings, writeRecordings(recordings));
      const shown = new Set(recordings.image).size;
      const trials = recordings.image.length;
      log(`${params.region}: ${trials} trials of ${shown} images, ${recordings.neuroids.length} neuroids`);
      if (shown < images.length) log(`${images.length - shown} stimuli were never shown`);
    } finally {
      source.close();
    }
  }
});
