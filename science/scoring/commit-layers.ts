import type {Commitment, Scores, SelectionBias} from "./formats.ts";

/**
 * Commits one layer to each region: that with the highest ceiled score, as the study does, on the very images that are
 * then reported. What that flatters is shown by choosing on the first half of the splits and reporting on the others.
 * @param formula the ceiled score by which layers are compared; the first of equals wins
 */
export function commitLayers(
  scores: readonly Scores[],
  formula: string,
  behaviour: string
): {commitment: Commitment; bias: SelectionBias[]} {
  const bias = scores.map(({region, ceiling, layers}) => {
    const whole = best(layers, ({ceiled}) => ceiled[formula] ?? Number.NEGATIVE_INFINITY);
    const ceiled = (splits: readonly (number | null)[]) => ((mean(splits) ?? 0) / (ceiling ?? Number.NaN)) ** 2;
    const half = Math.ceil((layers[0]?.raw.splits.length ?? 0) / 2);
    const chosen = best(layers, ({raw}) => ceiled(raw.splits.slice(0, half)));
    const reported = ceiled(chosen.raw.splits.slice(half));
    return {
      region,
      layer: whole.layer,
      score: whole.ceiled[formula] ?? null,
      held_out_layer: chosen.layer,
      held_out_score: Number.isFinite(reported) ? reported : null
    };
  });
  const regions = Object.fromEntries(bias.map(({region, layer}) => [region, layer]));
  return {commitment: {regions, behaviour}, bias};
}

function best<T>(items: readonly T[], value: (item: T) => number): T {
  const [first, ...others] = items;
  if (first === undefined) throw new RangeError("no layer to choose from");
  return others.reduce((found, item) => (value(item) > value(found) ? item : found), first);
}

function mean(values: readonly (number | null)[]): number | undefined {
  const present = values.filter((value) => value !== null);
  return present.length ? present.reduce((sum, value) => sum + value, 0) / present.length : undefined;
}
