import type {Network} from "../networks/network.ts";
import {LOGITS} from "./backend.ts";

/** Ends the name of a layer of which the value before in-place operations is wanted. */
export const BEFORE_IN_PLACE = "@before";

/**
 * The node that a layer's recorded value is: what is in its memory at the end of the pass (`Layer.afterInPlace`), what
 * it gave out where the name ends in `BEFORE_IN_PLACE`, or the last node for `LOGITS`.
 * @throws Error if the network has no such layer
 */
export function nodeOfLayer(network: Network, name: string): number {
  if (name === LOGITS) return network.nodes.length - 1;
  const before = name.endsWith(BEFORE_IN_PLACE);
  const plain = before ? name.slice(0, -BEFORE_IN_PLACE.length) : name;
  const layer = network.layers.find((layer) => layer.name === plain);
  if (!layer) throw new Error(`${network.name} has no layer ${name}`);
  return before ? layer.node : (layer.afterInPlace ?? layer.node);
}
