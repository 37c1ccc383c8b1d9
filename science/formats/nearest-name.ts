import {distance} from "fastest-levenshtein";

/** `, did you mean "arch"?` where a right name is near the wrong one, else an empty string. */
export function didYouMean(wrong: string, right: readonly string[]): string {
  let best: {name: string; edits: number} | undefined;
  for (const name of right) {
    const edits = distance(wrong.toLowerCase(), name.toLowerCase());
    if (best === undefined || edits < best.edits) best = {name, edits};
  }
  if (best === undefined || best.edits > Math.max(2, Math.floor(wrong.length / 2))) return "";
  return `, did you mean "${best.name}"?`;
}
