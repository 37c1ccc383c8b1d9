import {type ModelRow, type Region, regions} from "./published-tables.ts";

/** The 620 runs behind the headline curves: trained from scratch with labels on ImageNet or ecoset. */
export function mainRuns(models: readonly ModelRow[]): ModelRow[] {
  return models.filter(
    ({dataset, is_pretrained, is_random, is_ssl, is_adv, is_ablation}) =>
      (dataset === "imagenet" || dataset === "ecoset") &&
      !(is_pretrained || is_random || is_ssl || is_adv || is_ablation)
  );
}

/** Mean score over some regions (all five unless said); null where one of them is empty. */
export function meanScore(
  model: Readonly<Record<Region, number | null>>,
  over: readonly Region[] = regions
): number | null {
  let sum = 0;
  for (const region of over) {
    const score = model[region];
    if (score === null) return null;
    sum += score;
  }
  return sum / over.length;
}

/** The four areas of the ventral stream, without behaviour. */
export const neuralRegions = ["V1", "V2", "V4", "IT"] as const satisfies readonly Region[];
