import * as z from "zod";
import {type Digest, digestOf} from "../../hash/digest.ts";
import {historyLines, type Runs} from "../history.ts";

const entrySchema = z.looseObject({
  manifest: z.string().optional(),
  collected: z.array(z.string()).optional(),
  startedAt: z.string().refine((time) => !Number.isNaN(Date.parse(time))),
  after: z.string().nullable()
});

/**
 * What the history says was here and is not.
 * @param present the manifests that are here
 */
export function gapsInHistory(layout: Runs, present: ReadonlySet<Digest>): HistoryGaps {
  const earlier = new Set<Digest>();
  const broken: number[] = [];
  const missing = new Map<Digest, string>();
  for (const [index, line] of historyLines(layout).entries()) {
    const entry = entrySchema.safeParse(parsed(line)).data;
    // Lines without `after` are of versions that did not write it.
    if (entry) {
      if (entry.after !== null && !earlier.has(entry.after)) broken.push(index + 1);
      if (entry.manifest !== undefined && !present.has(entry.manifest)) missing.set(entry.manifest, entry.startedAt);
      for (const manifest of entry.collected ?? []) missing.delete(manifest);
    }
    earlier.add(digestOf(line));
  }
  return {broken, missing};
}

export interface HistoryGaps {
  /** Lines, from 1, that go on from a line which is not among those before them. */
  broken: number[];
  /** Manifests of runs, and when these began. */
  missing: ReadonlyMap<Digest, string>;
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
