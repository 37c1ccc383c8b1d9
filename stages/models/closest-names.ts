import {distance} from "fastest-levenshtein";

/** The three names that begin most like `name`; of equals the one of fewest edits, then the first. */
export function closestNames(name: string, names: readonly string[]): string[] {
  const wanted = name.toLowerCase();
  return names
    .map((candidate) => ({
      candidate,
      beginning: distance(wanted, candidate.slice(0, wanted.length)),
      edits: distance(wanted, candidate)
    }))
    .sort((a, b) => a.beginning - b.beginning || a.edits - b.edits)
    .slice(0, 3)
    .map(({candidate}) => candidate);
}
