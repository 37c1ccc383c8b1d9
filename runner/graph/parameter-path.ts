import {nearest} from "../errors/nearest.ts";
import {describe, type SourceNode} from "./source-node.ts";

/** Splits `voices.${each.voice}.pitch` at the points that are not in `${...}`. */
export function splitPath(path: string): string[] {
  return path.match(/(?:\$\{[^}]*\}|[^.])+/g) ?? [];
}

/** Nothing stands at a path; `text` says where it ends and what is meant, perhaps. */
export interface NothingThere {
  missing: string;
}

/**
 * Follows a path into the parameters. A key may hold points itself: the shortest key that fits is taken.
 * List items are counted from 0.
 */
export function findParameter(params: SourceNode, segments: readonly string[]): SourceNode | NothingThere {
  let node = params;
  let at = 0;
  while (at < segments.length) {
    let found: SourceNode | undefined;
    let end = at + 1;
    if (node.kind === "list") found = node.items[Number(segments[at])];
    else if (node.kind === "map") {
      for (; end <= segments.length && !found; end++)
        found = node.entries.get(end === at + 1 ? (segments[at] ?? "") : segments.slice(at, end).join("."))?.value;
      end--;
    }
    if (!found) return {missing: missingText(params, node, segments, at)};
    node = found;
    at = end;
  }
  return node;
}

function missingText(params: SourceNode, node: SourceNode, segments: readonly string[], at: number): string {
  const path = segments.join(".");
  const above = segments.slice(0, at);
  if (node.kind === "scalar") return `params has no ${path}: ${above.join(".")} is ${describe(node)}`;
  if (node.kind === "list")
    return `params has no ${path}: ${above.join(".")} is a list of ${node.items.length}, counted from 0`;
  const sibling = nearest(segments[at] ?? "", node.entries.keys());
  const repaired = sibling === undefined ? undefined : [...above, sibling, ...segments.slice(at + 1)];
  const meant =
    repaired && !("missing" in findParameter(params, repaired))
      ? repaired.join(".")
      : nearestPath(params, path, segments.at(-1) ?? "", at === 0);
  if (meant !== undefined) return `params has no ${path}; did you mean "${meant}"?`;
  const names = [...node.entries.keys()];
  const where = above.length > 0 ? above.join(".") : "params";
  return `params has no ${path}${names.length > 0 && names.length <= 12 ? `; ${where} has ${names.join(", ")}` : ""}`;
}

/** Among all paths, one that ends in the same key, or where `alike` the one that is written most alike. */
function nearestPath(params: SourceNode, path: string, last: string, alike: boolean): string | undefined {
  const all: string[] = [];
  const queue: {node: SourceNode; path: string}[] = [{node: params, path: ""}];
  for (let item = queue.shift(); item !== undefined && all.length < 2000; item = queue.shift()) {
    if (item.node.kind !== "map") continue;
    for (const [name, {value}] of item.node.entries) {
      const below = item.path === "" ? name : `${item.path}.${name}`;
      all.push(below);
      queue.push({node: value, path: below});
    }
  }
  return all.find((candidate) => candidate.endsWith(`.${last}`)) ?? (alike ? nearest(path, all) : undefined);
}
