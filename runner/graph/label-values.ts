import type {MistakeList} from "./mistakes.ts";
import {findParameter, splitPath} from "./parameter-path.ts";
import {describe, type ListNode, type MapNode, type ScalarNode, type SourceNode} from "./source-node.ts";

/** A grid that is larger is taken for a slip of the hand. */
export const mostTasks = 1_000_000;

/**
 * The values of a label of a grid: `1..100`, a list, or what stands at a path of the parameters: the items of a list,
 * the keys of a map, a range. What is mistaken, also an empty grid, is told, and nothing is returned.
 */
export function labelValues(
  node: SourceNode,
  path: string,
  params: MapNode,
  mistakes: MistakeList
): string[] | undefined {
  const own = valuesOf(node, node, path, mistakes);
  if (own !== undefined) return own.values;
  if (node.kind !== "scalar" || typeof node.value !== "string") {
    mistakes.add(node, path, `expected a path into params, a list or a range like 1..100, found ${describe(node)}`);
    return undefined;
  }
  const found = findParameter(params, splitPath(node.value));
  if ("missing" in found) {
    mistakes.add(node, path, found.missing);
    return undefined;
  }
  if (found.kind === "map") {
    if (found.entries.size === 0) mistakes.add(node, path, `the grid is empty: ${node.value} has no keys`);
    return found.entries.size === 0 ? undefined : [...found.entries.keys()];
  }
  const there = valuesOf(found, node, path, mistakes);
  if (!there) mistakes.add(node, path, `expected a list or a map at ${node.value}, found ${describe(found)}`);
  return there?.values;
}

/** The values of a list or a range; nothing for other nodes, no values where they are mistaken. */
function valuesOf(
  node: SourceNode,
  at: SourceNode,
  path: string,
  mistakes: MistakeList
): {values: string[] | undefined} | undefined {
  if (node.kind === "list") return {values: itemTexts(node, at, path, mistakes)};
  if (node.kind === "map" || typeof node.value !== "string") return undefined;
  const range = /^\s*(-?\d+)\s*\.\.\s*(-?\d+)\s*$/.exec(node.value);
  return range ? {values: rangeTexts(node, Number(range[1]), Number(range[2]), path, mistakes)} : undefined;
}

function rangeTexts(node: ScalarNode, first: number, last: number, path: string, mistakes: MistakeList) {
  const count = last - first + 1;
  if (count < 1) mistakes.add(node, path, `the grid is empty: nothing lies in ${node.value}`);
  else if (count > mostTasks) mistakes.add(node, path, `the grid expands to ${count} tasks; the most is ${mostTasks}`);
  else return Array.from({length: count}, (_, k) => String(first + k));
}

function itemTexts(list: ListNode, at: SourceNode, path: string, mistakes: MistakeList): string[] | undefined {
  const texts = new Set<string>();
  let fits = list.items.length > 0;
  if (!fits) mistakes.add(at, path, "the grid is empty: the list has no items");
  for (const item of list.items) {
    const text = item.kind === "scalar" && item.value !== null ? String(item.value) : undefined;
    if (text === undefined) mistakes.add(item, path, `expected a label (a word or a number), found ${describe(item)}`);
    else if (texts.has(text)) mistakes.add(item, path, `the label ${text} is there twice`);
    fits &&= text !== undefined && !texts.has(text);
    if (text !== undefined) texts.add(text);
  }
  return fits ? [...texts] : undefined;
}
