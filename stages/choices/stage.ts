import {readFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {withAssembly} from "../../science/recordings/open-assembly.ts";
import {choiceColumns, readChoices} from "../../science/recordings/read-choices.ts";
import {stimulusColumns} from "../../science/recordings/stimulus-table.ts";

/** The trials of match-to-sample, from a behavioural assembly of Brain-Score, in its order. */
export default defineStage({
  params: z.strictObject({}),
  inputs: {assembly: one("file"), stimuli: one("table")},
  outputs: {choices: output("choices.csv", "table")},
  typical: {seconds: 1, bytes: 2_000_000},
  async run({inputs, outputs, log}) {
    const stimuli = readTable(readFileSync(inputs.stimuli, "utf8"), stimulusColumns, {file: "stimuli.csv"});
    const images = stimuli.map(({image_id}) => image_id);
    const source = openArtifact(inputs.assembly, "the assembly");
    try {
      const choices = await withAssembly(inputs.assembly, source, (assembly) => readChoices(assembly, images));
      writeFileSync(outputs.choices, writeTable(choices, choiceColumns));
      const right = choices.filter(({sample, choice}) => sample === choice).length;
      log(`${choices.length} trials, ${((100 * right) / choices.length).toFixed(1)}% right`);
    } finally {
      source.close();
    }
  }
});
