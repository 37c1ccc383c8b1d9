import type {Optimiser} from "./backend.ts";

/** What an optimiser remembers of each parameter between steps. */
export function slotsOf(optimiser: Optimiser): string[] {
  return optimiser.kind === "sgd" ? ["momentum"] : ["first-moment", "second-moment"];
}
