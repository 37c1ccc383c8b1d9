import type {Network} from "../../networks/network.ts";

/** How many inputs of nodes each node's value is. */
export function readersOf({nodes}: Network): readonly number[] {
  const readers = nodes.map(() => 0);
  for (const {inputs} of nodes) for (const input of inputs) readers[input]! += 1;
  return readers;
}
