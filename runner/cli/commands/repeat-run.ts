import {existsSync, readFileSync} from "node:fs";
import {join, resolve} from "node:path";
import {findPipeline} from "../../graph/find-pipeline.ts";
import type {Digest} from "../../hash/digest.ts";
import {noteRun} from "../../provenance/history.ts";
import type {Manifest} from "../../provenance/manifest.ts";
import {shard} from "../../store/layout.ts";
import {COLLECTION_LOCK} from "../../store/live-runs.ts";
import {settledRun} from "../../store/settled-run.ts";
import type {Console} from "../console.ts";
import {closingLine} from "../run-summary.ts";
import {invocationOf} from "../settle-run.ts";
import type {RunCommandOptions} from "./run.ts";

/**
 * `vvs run` where the same call left nothing to do and nothing has changed since: says what it said then. Undefined
 * where that is not so, and the run has to look at the graph.
 */
export function repeatRun(patterns: string[], options: RunCommandOptions, console: Console): number | undefined {
  if (options.dryRun || options.strict) return undefined;
  const startedAt = new Date();
  const folder = findPipeline(resolve(options.directory ?? "."));
  const cache = join(folder, "cache");
  if (existsSync(join(cache, "locks", COLLECTION_LOCK))) return undefined;
  const invocation = invocationOf(folder, patterns, options.profile, options.set ?? []);
  const settled = settledRun(folder, invocation);
  if (!settled) return undefined;
  const tasks = options.json ? manifestTasks(join(cache, "runs", `${settled.run}.json`)) : [];
  if (!tasks) return undefined;
  const counts = {ran: 0, cached: settled.tasks, failed: 0, skipped: 0};
  const seconds = (Date.now() - startedAt.getTime()) / 1000;
  noteRun({runs: join(cache, "runs")}, settled.run, {startedAt, seconds, counts});
  if (options.json)
    console.print(`${JSON.stringify({run: settled.run, profile: settled.profile, counts, seconds, tasks})}\n`);
  else if (!options.quiet) {
    for (const digest of settled.shown) console.print(readFileSync(shard(join(cache, "objects"), digest), "utf8"));
    console.note([...settled.published, closingLine(counts, seconds, settled.run)].join("\n"));
  }
  return 0;
}

function manifestTasks(path: string) {
  try {
    const {tasks}: Manifest = JSON.parse(readFileSync(path, "utf8"));
    const cached = (name: string, key: Digest | null, outputs: Record<string, Digest>) => {
      return {name, key, state: "cached", seconds: 0, outputs};
    };
    return Object.entries(tasks).map(([name, {key, outputs}]) => cached(name, key, outputs));
  } catch {
    return undefined;
  }
}
