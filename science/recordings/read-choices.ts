import type {Columns, Row} from "../formats/column.ts";
import type {Assembly} from "./assembly.ts";
import {AssemblyMistake} from "./assembly-mistake.ts";
import {presentedImages} from "./presented-images.ts";

/** Trials of match-to-sample with two alternatives; `image` is the id of an image that shows `sample`. */
export const choiceColumns = {
  image: "string",
  sample: "string",
  distractor: "string",
  choice: "string"
} as const satisfies Columns;
export type Choice = Row<typeof choiceColumns>;

/**
 * The trials of a behavioural assembly, whose array holds the chosen objects, in its order.
 * @param images ids of the stimuli
 * @throws AssemblyMistake for a missing coordinate, an unknown image, a choice of what was not offered
 */
export function readChoices(assembly: Assembly, images: readonly string[]): Choice[] {
  const choices = assembly.text();
  if (assembly.shape.length !== 1)
    throw new AssemblyMistake(`${assembly.file} has the shape ${assembly.shape.join(" x ")}; choices have one axis`);
  const {ids} = presentedImages(assembly, images);
  const samples = assembly.words("sample_obj").values;
  const distractors = assembly.words("dist_obj").values;
  return choices.map((choice, trial) => {
    const [sample, distractor] = [samples[trial]!, distractors[trial]!];
    if (choice !== sample && choice !== distractor)
      throw new AssemblyMistake(
        `${assembly.file}: in trial ${trial}, "${choice}" was chosen of "${sample}" and "${distractor}"`
      );
    return {image: ids[trial]!, sample, distractor, choice};
  });
}
