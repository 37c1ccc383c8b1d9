import {suggestion} from "../errors/nearest.ts";
import {labelValues, mostTasks} from "./label-values.ts";
import type {MistakeList} from "./mistakes.ts";
import {orderByDependency} from "./order-by-dependency.ts";
import type {StageSource} from "./read-stage.ts";
import {describe, type MapNode, type Position} from "./source-node.ts";

/** The labels of a stage's tasks. */
export interface Grid {
  /** Label names in the order of `each`. */
  keys: string[];
  /** Labels of each task; one without labels for a stage without a grid. */
  combinations: Record<string, string>[];
}

/**
 * Expands the grids of all stages: the product of each label's values, the last label fastest.
 * A stage whose grid is mistaken is missing from the result. `named`: all stages, also those that could not be read.
 */
export function expandGrids(
  stages: ReadonlyMap<string, StageSource>,
  named: ReadonlySet<string>,
  params: MapNode,
  mistakes: MistakeList
): Map<string, Grid> {
  const source = (stage: StageSource): string | undefined => {
    const from = stage.each?.entries.get("from")?.value;
    return from?.kind === "scalar" && typeof from.value === "string" ? from.value : undefined;
  };
  const {order, loops} = orderByDependency(stages.values(), (stage) => {
    const from = stages.get(source(stage) ?? "");
    return from ? [from] : [];
  });
  const grids = new Map<string, Grid>();
  const looping = new Set<StageSource>();
  for (const loop of loops) {
    const [first] = loop;
    const names = [...loop, first].map((stage) => stage?.name).join(" -> ");
    const entry = first?.each?.entries.get("from");
    if (first && entry) mistakes.add(entry.value, `${first.path}.each.from`, `a cycle: ${names}`);
    for (const stage of loop) looping.add(stage);
  }
  for (const stage of order) {
    if (looping.has(stage)) continue;
    const grid = expand(stage, named, grids, params, mistakes);
    if (grid) grids.set(stage.name, grid);
  }
  return grids;
}

function expand(
  stage: StageSource,
  named: ReadonlySet<string>,
  grids: Map<string, Grid>,
  params: MapNode,
  mistakes: MistakeList
): Grid | undefined {
  let grid: Grid | undefined = {keys: [], combinations: [{}]};
  for (const [key, entry] of stage.each?.entries ?? []) {
    const path = `${stage.path}.each.${key}`;
    let more: Grid | undefined;
    if (key === "from") {
      const from = entry.value;
      const name = from.kind === "scalar" && typeof from.value === "string" ? from.value : undefined;
      if (name === undefined) mistakes.add(from, path, `expected the name of a stage, found ${describe(from)}`);
      else if (!named.has(name)) mistakes.add(from, path, `no stage ${name}${suggestion(name, named)}`);
      else more = grids.get(name);
    } else {
      const values = labelValues(entry.value, path, params, mistakes);
      if (values) more = {keys: [key], combinations: values.map((value) => ({[key]: value}))};
    }
    grid = grid && more && product(grid, more, entry.key, path, mistakes);
  }
  return grid;
}

function product(left: Grid, right: Grid, at: Position, path: string, mistakes: MistakeList): Grid | undefined {
  const twice = right.keys.find((key) => left.keys.includes(key));
  if (twice !== undefined) {
    mistakes.add(at, path, `the label ${twice} is there twice`);
    return undefined;
  }
  const count = left.combinations.length * right.combinations.length;
  if (count > mostTasks) {
    mistakes.add(at, path, `the grid expands to ${count} tasks; the most is ${mostTasks}`);
    return undefined;
  }
  const keys = [...left.keys, ...right.keys];
  if (left.keys.length === 0) return {keys, combinations: right.combinations};
  return {keys, combinations: left.combinations.flatMap((a) => right.combinations.map((b) => ({...a, ...b})))};
}
