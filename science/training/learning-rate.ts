import type {Recipe} from "./recipe.ts";

/**
 * Learning rate at a time in training: linear warm-up from zero, then a cosine to the lowest rate at the last epoch,
 * as MosaicML Composer's `CosineAnnealingWithWarmupScheduler` has it (which the study used).
 *
 * @param time epochs done, with fractions
 */
export function learningRate(
  {schedule: {peak, lowest, warmUp}, epochs}: Pick<Recipe, "schedule" | "epochs">,
  time: number
): number {
  if (time < warmUp) return (peak * time) / warmUp;
  const floor = lowest / peak;
  const done = Math.min(1, (time - warmUp) / (epochs - warmUp));
  return peak * (floor + ((1 - floor) * (1 + Math.cos(Math.PI * done))) / 2);
}
