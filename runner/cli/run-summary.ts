import {existsSync, readFileSync} from "node:fs";
import {dirname, extname} from "node:path";
import type {TaskResult} from "../execute/progress.ts";
import type {Graph} from "../graph/types.ts";
import {duration} from "./duration.ts";

const LOG_LINES = 12;

export function countStates(results: TaskResult[]): {ran: number; cached: number; failed: number; skipped: number} {
  const counts = {ran: 0, cached: 0, failed: 0, skipped: 0};
  for (const {state} of results) if (state !== "would-run") counts[state]++;
  return counts;
}

/** A failure as one block: what, why, the end of its log, where the log is, the command that reruns it alone. */
export function failureText({name, reason, advice, log}: TaskResult): string {
  const lines = [`failed: ${name}`, `  ${reason ?? ""}`];
  if (advice) lines.push(`  ${advice}`);
  const printed = log && existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : [];
  const tail = printed.slice(-LOG_LINES).filter((line) => line !== "" && line !== reason);
  for (const line of tail) lines.push(`  | ${line}`);
  if (log) lines.push(`  log:   vvs log ${shellName(name)}`);
  lines.push(`  again: vvs run ${shellName(name)}`);
  return lines.join("\n");
}

/** What could not be had, a line each. */
export function skippedLines(results: TaskResult[]): string[] {
  return results
    .filter(({state, reason}) => state === "skipped" && !/ (was skipped|failed)$/.test(reason ?? ""))
    .map(({name, reason}) => `skipped: ${name}: ${reason}`);
}

/** Where the published files are, a line for each folder. */
export function publishedLines(graph: Graph, results: TaskResult[]): string[] {
  const published = results.flatMap(({name, state}) =>
    state === "ran" || state === "cached" ? Object.values(graph.tasks.get(name)?.publish ?? {}) : []
  );
  const folders = new Map<string, Set<string>>();
  const files = new Map<string, number>();
  for (const path of published) {
    const folder = dirname(path);
    folders.set(folder, (folders.get(folder) ?? new Set()).add(extname(path).slice(1)));
    files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  return [...folders].map(
    ([folder, kinds]) =>
      `published: ${folder}/ (${files.get(folder)} files: ${[...kinds].filter(Boolean).join(", ") || "files"})`
  );
}

/** The last line of a run: counts, time, and the manifest that holds it. */
export function closingLine(counts: ReturnType<typeof countStates>, seconds: number, run: string): string {
  const parts = [`ran ${counts.ran}`, `cached ${counts.cached}`];
  if (counts.failed) parts.push(`failed ${counts.failed}`);
  if (counts.skipped) parts.push(`skipped ${counts.skipped}`);
  return `${parts.join(", ")} in ${duration(seconds)}; manifest ${run.slice(0, 16)}`;
}

/** A task's name as one word of a shell. */
export function shellName(name: string): string {
  return name.includes("[") ? `'${name}'` : name;
}
