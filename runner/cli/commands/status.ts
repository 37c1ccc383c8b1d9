import {existsSync} from "node:fs";
import {failureLog} from "../../execute/attempt.ts";
import {type Surveyed, survey} from "../../execute/survey.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import type {Store} from "../../store/store.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject} from "../project.ts";

export type TaskState = "fresh" | "stale" | "missing" | "failed" | "running";

export interface StageStatus extends Record<TaskState, number> {
  stage: string;
}

/** `vvs status`: how many tasks of each stage are fresh, stale, missing, failed, running. */
export async function statusCommand(
  patterns: string[],
  options: GraphOptions & {directory?: string; json?: boolean},
  {print, note}: Console
): Promise<number> {
  const {graph, store, codes} = await openProject(options.directory, options);
  const names = neededTasks(graph, selectTargets(graph, patterns));
  const surveyed = await survey(graph, store, codes, names, note);
  store.flush();
  const stages = new Map<string, StageStatus>();
  for (const name of names) {
    const stage = graph.tasks.get(name)?.stage ?? "";
    const status = stages.get(stage) ?? {stage, fresh: 0, stale: 0, missing: 0, failed: 0, running: 0};
    stages.set(stage, status);
    status[stateOf(store, name, surveyed.get(name))]++;
  }
  const rows = [...graph.stages.keys()].flatMap((stage) => stages.get(stage) ?? []);
  if (options.json) print(`${JSON.stringify({stages: rows})}\n`);
  else print(asTable(rows));
  return 0;
}

/** Fresh; running or failed under its present key; stale where an earlier result is there; else missing. */
export function stateOf(store: Store, name: string, found: Surveyed | undefined): TaskState {
  if (found?.state === "fresh") return "fresh";
  if (found?.state === "broken") return "failed";
  if (found?.state === "stale") {
    if (store.locks.isTaken(found.key)) return "running";
    if (existsSync(failureLog(store, found.key))) return "failed";
  }
  return store.names.key(name) ? "stale" : "missing";
}

function asTable(rows: StageStatus[]): string {
  const columns = ["fresh", "stale", "missing", "failed", "running"] as const;
  const width = Math.max(5, ...rows.map(({stage}) => stage.length));
  const head = `${"stage".padEnd(width)} ${columns.map((column) => column.padStart(8)).join("")}\n`;
  return (
    head +
    rows
      .map((row) => `${row.stage.padEnd(width)} ${columns.map((column) => String(row[column]).padStart(8)).join("")}\n`)
      .join("")
  );
}
