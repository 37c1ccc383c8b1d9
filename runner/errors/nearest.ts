import {distance} from "fastest-levenshtein";

/** The candidate that `name` was most likely meant to be; undefined where none is close (a third of the letters). */
export function nearest(name: string, candidates: Iterable<string>): string | undefined {
  const wanted = name.toLowerCase();
  let best: string | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const longest = Math.max(name.length, candidate.length);
    const most = longest === 1 ? 0 : Math.ceil(longest / 3);
    if (Math.abs(candidate.length - name.length) > Math.min(most, least)) continue;
    const steps = distance(wanted, candidate.toLowerCase());
    if (steps <= most && steps < least) {
      best = candidate;
      least = steps;
    }
  }
  return best;
}

/** `; did you mean "confidence"?`, or where nothing is close the possible names, if they are few. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const names = [...candidates];
  const meant = nearest(name, names);
  if (meant !== undefined) return `; did you mean "${meant}"?`;
  if (names.length === 0 || names.length > 15) return "";
  return names.length === 1 ? `; expected ${names[0]}` : `; expected one of ${names.join(", ")}`;
}
