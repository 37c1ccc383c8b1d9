import type {OriginalCommitments} from "../../science/selection/original-commitments.ts";
import type {OriginalCheckpointScore, OriginalScore} from "../../science/selection/original-tables.ts";
import type {
  CommitmentRow,
  DynamicsRow,
  LeaderboardRow,
  ModelRow,
  Region
} from "../../science/selection/published-tables.ts";
import {leaderboardBenchmarks, regions} from "../../science/selection/published-tables.ts";

type Scores = Record<Region, number | null>;

/** One row a model, in order of first appearance, from one row a model and benchmark. */
export function condenseModels(rows: readonly OriginalScore[]): ModelRow[] {
  return [...groupBy(rows, (row) => row.model_id).values()].map((group) => {
    const {benchmark_id, benchmark_name, region, score, checkpoint_url, ...model} = group[0];
    return {...model, ...scoresByRegion(group)};
  });
}

/** One row a model and epoch: models in order of first appearance, epochs ascending. */
export function condenseDynamics(rows: readonly OriginalCheckpointScore[]): DynamicsRow[] {
  const models = groupBy(rows, (row) => row.model_id);
  return [...models.values()].flatMap((group) => {
    const epochs = [...groupBy(group, (row) => row.epochs)].sort(([a], [b]) => a - b);
    return epochs.map(([epoch, scored]) => {
      const {model_id, arch, arch_family, dataset, n_params, flops, n_samples, is_ssl, ssl_method} = scored[0];
      const model = {model_id, arch, arch_family, dataset, n_params, flops, n_samples, is_ssl, ssl_method};
      return {...model, epoch, ...scoresByRegion(scored)};
    });
  });
}

/** The five columns of the private leaderboard that the study uses, named for their regions. */
export function condenseLeaderboard(rows: readonly Readonly<Record<string, unknown>>[]): LeaderboardRow[] {
  return rows.map((row) => {
    const score = (region: Region) => Number(row[leaderboardBenchmarks[region]]);
    const model_id = String(row.model_id);
    return {
      model_id,
      V1: score("V1"),
      V2: score("V2"),
      V4: score("V4"),
      IT: score("IT"),
      Behavioral: score("Behavioral")
    };
  });
}

/** One row for each architecture, training data and seed, in the order of the file. */
export function condenseCommitments(commitments: OriginalCommitments): CommitmentRow[] {
  return Object.entries(commitments).flatMap(([identifier, datasets]) =>
    Object.entries(datasets).flatMap(([dataset, seeds]) =>
      Object.entries(seeds).map(([seed, {region2layer, behavioral_readout_layer}]) => ({
        identifier,
        dataset,
        seed: Number(seed.replace("seed-", "")),
        ...region2layer,
        behavioral_readout: behavioral_readout_layer
      }))
    )
  );
}

function scoresByRegion(rows: readonly {region: string; score: number | null}[]): Scores {
  const scores: Scores = {V1: null, V2: null, V4: null, IT: null, Behavioral: null};
  for (const region of regions) scores[region] = rows.find((row) => row.region === region)?.score ?? null;
  return scores;
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, [Item, ...Item[]]> {
  const groups = new Map<Key, [Item, ...Item[]]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
