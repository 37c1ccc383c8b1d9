import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import * as z from "zod";
import {type Digest, digestOf} from "../hash/digest.ts";
import type {Layout} from "../store/layout.ts";
import {writeIfPossible} from "../store/read-only.ts";

/*
 * `runs/history.jsonl`: a line for each run that came to its end, and one for each collection that freed manifests. Each
 * line names the digest of the one before it, so that none can be taken out or changed unseen; only the last ones can be
 * cut off, which a digest that is kept elsewhere tells.
 */

type Runs = Pick<Layout, "runs">;

/** A run that came to its end. */
export interface EndedRun {
  manifest: Digest;
  /** Milliseconds since 1970. */
  startedAt: number;
  endedAt: number;
}

/** Writes a line about a run. */
export function noteRun(
  layout: Runs,
  manifest: Digest,
  {startedAt, seconds, counts}: {startedAt: Date; seconds: number; counts: Record<string, number>}
): void {
  append(layout, {manifest, startedAt, seconds, counts});
}

/** Writes a line about manifests that are about to be freed, so that nobody misses them. */
export function noteCollected(layout: Runs, collected: readonly Digest[]): void {
  if (collected.length > 0) append(layout, {collected, startedAt: new Date()});
}

function append({runs}: Runs, entry: Record<string, unknown>): void {
  const text = textOf({runs});
  const last = linesOf(text).at(-1);
  const line = JSON.stringify({...entry, after: last === undefined ? null : digestOf(last)});
  // A killed process may have left half a line.
  const start = text === "" || text.endsWith("\n") ? "" : "\n";
  writeIfPossible(runs, () => appendFileSync(join(runs, "history.jsonl"), `${start}${line}\n`));
}

/** All runs that came to their end, in that order. */
export function readHistory(layout: Runs): EndedRun[] {
  return linesOf(textOf(layout)).flatMap((line) => {
    const [, manifest] = /"manifest":"([0-9a-f]{64})"/.exec(line) ?? [];
    const [, started] = /"startedAt":"([^"]+)"/.exec(line) ?? [];
    const [, seconds] = /"seconds":([\d.e+-]+)/.exec(line) ?? [];
    const startedAt = Date.parse(started ?? "");
    if (manifest === undefined || Number.isNaN(startedAt)) return [];
    return [{manifest, startedAt, endedAt: startedAt + 1000 * Number(seconds ?? 0)}];
  });
}

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
  for (const [index, line] of linesOf(textOf(layout)).entries()) {
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

function textOf({runs}: Runs): string {
  const path = join(runs, "history.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
