import {type ModelRow, type Region, regions} from "../../science/selection/published-tables.ts";
import {mean} from "../../science/statistics/linear-regression.ts";
import {isPlain} from "../../stages/figures/series/models.ts";

/** How much better, in mean over pairs, models of one objective align than supervised ones of equal architecture. */
export type ObjectiveGap = {objective: string; pairs: number} & Record<Region, number | null>;

/**
 * Each self-supervised model against the mean of the supervised models of the same architecture, data set and samples
 * per class; each adversarially tuned one against those of the full data set, which is where its tuning started.
 */
export function objectiveGaps(models: readonly ModelRow[]): ObjectiveGap[] {
  const plain = new Map<string, ModelRow[]>();
  for (const model of models.filter(isPlain)) plain.set(key(model), [...(plain.get(key(model)) ?? []), model]);
  const gaps = new Map<string, Map<Region, number[]>>();
  const pairs = new Map<string, number>();
  for (const model of models) {
    const objective = model.is_adv ? "adversarial" : model.ssl_method;
    const peers = plain.get(key(model.is_adv ? {...model, samples_per_class: 0} : model));
    if (!objective || !peers) continue;
    pairs.set(objective, (pairs.get(objective) ?? 0) + 1);
    const byRegion = gaps.get(objective) ?? new Map<Region, number[]>(regions.map((region) => [region, []]));
    gaps.set(objective, byRegion);
    for (const region of regions) {
      const own = model[region];
      const others = peers.flatMap((peer) => peer[region] ?? []);
      if (own !== null && others.length > 0) byRegion.get(region)?.push(own - mean(others));
    }
  }
  return [...gaps].map(([objective, byRegion]) => {
    const of = (region: Region) => {
      const values = byRegion.get(region) ?? [];
      return values.length > 0 ? mean(values) : null;
    };
    const row = {V1: of("V1"), V2: of("V2"), V4: of("V4"), IT: of("IT"), Behavioral: of("Behavioral")};
    return {objective, pairs: pairs.get(objective) ?? 0, ...row};
  });
}

/** Samples per class 0 is the full data set. */
function key({arch, dataset, samples_per_class}: ModelRow): string {
  return `${arch}/${dataset}/${samples_per_class}`;
}
