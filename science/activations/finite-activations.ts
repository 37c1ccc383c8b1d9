/** Activations that are no numbers: of a model that diverged, or a damaged file. */
export class ActivationMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "ActivationMistake";
}

/**
 * @param values pictures x features. @param layer for messages, such as `layer conv1`
 * @param first the number of the first picture, and of the first feature
 * @throws ActivationMistake that names the layer, the picture and the feature, for NaN and infinities
 */
export function checkFinite(
  values: ArrayLike<number>,
  features: number,
  layer: string,
  first: {picture: number; feature: number}
): void {
  // Zero for finite numbers, NaN for others: one test for all of them.
  let sum = 0;
  for (let at = 0; at < values.length; at++) sum += values[at]! * 0;
  if (sum === 0) return;
  for (let at = 0; at < values.length; at++) {
    if (Number.isFinite(values[at]!)) continue;
    const picture = first.picture + Math.floor(at / features);
    const feature = first.feature + (at % features);
    throw new ActivationMistake(
      `${layer} is ${values[at]} at picture ${picture}, feature ${feature} (both count from 0); expected finite numbers`
    );
  }
}
