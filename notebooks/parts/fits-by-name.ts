import type {Fit} from "../../science/scaling-laws/fit.ts";

/** Fits by the names of their experiments, as the panels ask for them. */
export function fitsByName(...fits: readonly Fit[]): ReadonlyMap<string, Fit> {
  return new Map(fits.map((fit) => [fit.experiment, fit]));
}
