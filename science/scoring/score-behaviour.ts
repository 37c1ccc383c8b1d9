import type {Features} from "../linear-algebra/features.ts";
import type {TransposedProduct} from "../linear-algebra/products.ts";
import {type I2nScore, i2n} from "../metrics/i2n.ts";
import {logisticReadout} from "../metrics/readout.ts";
import type {Choice} from "../recordings/read-choices.ts";
import type {Stimulus} from "../recordings/stimulus-table.ts";

/** Stimuli that no read-out can be fitted on. */
export class StimulusMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "StimulusMistake";
}

/**
 * Consistency of a model's confusions with those of people. As in Brain-Score's public benchmark the read-out is fitted
 * on the very pictures that it then judges.
 * @param features in the order of the stimuli
 */
export async function scoreBehaviour(
  features: Features,
  stimuli: readonly Stimulus[],
  trials: readonly Choice[],
  product: TransposedProduct
): Promise<I2nScore> {
  if (features.rows !== stimuli.length)
    throw new StimulusMistake(`features of ${features.rows} pictures, but there are ${stimuli.length} stimuli`);
  const labels = stimuli.map(({label, image_id}) => {
    if (label === null) throw new StimulusMistake(`picture ${image_id} has no label to read out`);
    return label;
  });
  const {classes, probabilities} = await logisticReadout(features, labels, product);
  return i2n(
    {images: stimuli.map(({image_id}) => image_id), objects: classes, probabilities},
    {
      images: trials.map(({image}) => image),
      samples: trials.map(({sample}) => sample),
      distractors: trials.map(({distractor}) => distractor),
      choices: trials.map(({choice}) => choice)
    }
  );
}
