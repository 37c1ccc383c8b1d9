import {appendFileSync, existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {type Digest, digestOf} from "../hash/digest.ts";
import type {Layout} from "../store/layout.ts";
import {writeIfPossible} from "../store/read-only.ts";

/*
 * `runs/history.jsonl`: a line for each run that came to its end, and one for each collection that freed manifests. Each
 * line names the digest of the one before it, so that none can be taken out or changed unseen; only the last ones can be
 * cut off, which a digest that is kept elsewhere tells.
 */

export type Runs = Pick<Layout, "runs">;

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
  return historyLines(layout).flatMap((line) => {
    const [, manifest] = /"manifest":"([0-9a-f]{64})"/.exec(line) ?? [];
    const [, started] = /"startedAt":"([^"]+)"/.exec(line) ?? [];
    const [, seconds] = /"seconds":([\d.e+-]+)/.exec(line) ?? [];
    const startedAt = Date.parse(started ?? "");
    if (manifest === undefined || Number.isNaN(startedAt)) return [];
    return [{manifest, startedAt, endedAt: startedAt + 1000 * Number(seconds ?? 0)}];
  });
}

/** The history's lines. */
export function historyLines(layout: Runs): string[] {
  return linesOf(textOf(layout));
}

function textOf({runs}: Runs): string {
  const path = join(runs, "history.jsonl");
  return existsSync(path) ? readFileSync(path, "utf8") : "";
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
