import type {Network} from "./network.ts";
import {NetworkMistake} from "./network-mistake.ts";

/** A layer that is to be recorded. */
export interface NamedLayer {
  name: string;
  /** The node whose value is wanted. */
  node: number;
  /** Numbers that one image gives. */
  features: number;
}

/**
 * The layers of these names; `*` stands for anything but a point.
 * @param inPlace `after`: of a layer whose memory an in-place operation overwrites, the overwritten value
 * @throws NetworkMistake for a name that no layer has
 */
export function layersOf(network: Network, names: readonly string[], inPlace: "before" | "after"): NamedLayer[] {
  const chosen = names.flatMap((name) => {
    const pattern = new RegExp(`^${name.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", "[^.]*")}$`);
    const found = network.layers.filter((layer) => pattern.test(layer.name));
    if (found.length === 0)
      throw new NetworkMistake(
        `${network.name} has no layer "${name}"; it has ${network.layers.map((layer) => layer.name).join(", ")}`
      );
    return found;
  });
  return [...new Set(chosen)].map(({name, node, afterInPlace}) => {
    const wanted = inPlace === "after" ? (afterInPlace ?? node) : node;
    const shape = network.nodes[wanted]?.shape ?? [];
    return {name, node: wanted, features: shape.reduce((product, side) => product * side, 1)};
  });
}
