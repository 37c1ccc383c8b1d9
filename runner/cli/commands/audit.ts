import {randomInt} from "node:crypto";
import {existsSync} from "node:fs";
import {join, relative} from "node:path";
import {fileURLToPath} from "node:url";
import {UserMistake} from "../../errors/user-mistake.ts";
import {defaultJobs} from "../../execute/run-graph.ts";
import {StageCodes} from "../../execute/stage-code.ts";
import {loadGraph} from "../../graph/load-graph.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import type {Graph} from "../../graph/types.ts";
import {audit} from "../../provenance/audit/audit.ts";
import type {Problem} from "../../provenance/audit/problem.ts";
import {type Replayed, replay} from "../../provenance/audit/replay.ts";
import {namesIn} from "../../store/layout.ts";
import type {TaskRecord} from "../../store/record.ts";
import {openStore, type Store} from "../../store/store.ts";
import type {Console} from "../console.ts";
import {onInterrupt} from "../interrupt.ts";
import {type GraphOptions, projectFolder} from "../project.ts";

export interface AuditOptions extends GraphOptions {
  directory?: string;
  replay?: number | "all";
  jobs?: number;
  manifest?: string;
  json?: boolean;
}

/** `vvs audit`: is all that the cache says true? Exit status 1 where something is not. */
export async function auditCommand(patterns: string[], options: AuditOptions, console: Console): Promise<number> {
  const folder = projectFolder(options.directory);
  const store = openStore(folder);
  const chosen = patterns.length > 0 || options.profile !== undefined;
  let graph: Graph | undefined;
  const scope = async () => {
    graph = await graphIn(folder, store, options, chosen, console);
    return {graph, targets: graph && chosen ? neededTasks(graph, selectTargets(graph, patterns)) : undefined};
  };
  const script = fileURLToPath(new URL("./check-worker.mjs", import.meta.url));
  const found = await audit(store, {whole: !chosen, scope, script});
  const problems = found.problems;
  if (options.manifest !== undefined) problems.push(...keptManifest(store, options.manifest));
  const replayed =
    options.replay === undefined
      ? []
      : await runAgain(found.keys, options.replay, options, store, folder, graph, console);
  problems.push(...replayProblems(replayed, store));
  const told = problems.map((problem) => ({...problem, file: relative(folder, problem.file)}));
  const ok = told.length === 0;
  if (options.json) {
    const run = replayed.filter(({state}) => state !== "skipped").length;
    const {objects, records, remade, last} = found;
    const manifest = last?.manifest ?? null;
    const stages = byStage(replayed);
    console.print(
      `${JSON.stringify({ok, objects, records, replayed: run, problems: told, manifest, remade, stages, tasks: replayed})}\n`
    );
  } else {
    for (const {kind, what, file} of told) console.print(`${kind} ${file}\n  ${what}\n`);
    for (const line of summary(found, replayed, told.length)) console.print(`${line}\n`);
  }
  return ok ? 0 : 1;
}

/** The graph, where it can be read: the records can be checked without. */
async function graphIn(
  folder: string,
  store: Store,
  {profile, set}: AuditOptions,
  needed: boolean,
  {note}: Console
): Promise<Graph | undefined> {
  try {
    const codes = new StageCodes(folder, store);
    const declare = async (module: string) => (await codes.code(module)).declaration;
    return await loadGraph(folder, {...(profile !== undefined && {profile}), set: set ?? [], declare});
  } catch (error) {
    if (needed || !(error instanceof UserMistake)) throw error;
    note(`pipeline.yaml cannot be read here (${error.message.split("\n")[0]}): published files are not looked at`);
    return undefined;
  }
}

async function runAgain(
  keys: string[],
  count: number | "all",
  {jobs}: AuditOptions,
  store: Store,
  folder: string,
  graph: Graph | undefined,
  {note}: Console
): Promise<Replayed[]> {
  const records = keys.flatMap((key): TaskRecord[] => {
    const record = store.records.read(key);
    return record && record.components.code.kind !== "fetch" ? [record] : [];
  });
  const chosen = count === "all" ? records : sample(records, count);
  const uses = chosen.some(({components: {code}}) => code.kind === "module" && Object.keys(code.packages).length > 0);
  if (uses && !existsSync(join(folder, "node_modules")))
    throw new UserMistake("the packages that the recorded code uses are not installed", {
      file: folder,
      advice: "run: npm ci"
    });
  const stop = new AbortController();
  const interrupt = onInterrupt(note, () => stop.abort());
  interrupt.stop.addEventListener("abort", () => stop.abort());
  try {
    const worker = fileURLToPath(new URL("./worker.mjs", import.meta.url));
    const tolerance = (stage: string) => graph?.stages.get(stage)?.tolerance ?? {};
    return await replay(chosen, {
      store,
      folder,
      worker,
      jobs: jobs ?? defaultJobs(),
      tolerance,
      note,
      stop: stop.signal
    });
  } finally {
    interrupt.dispose();
  }
}

/** So many of a list, drawn anew each time: a spot check must not be foreseen. */
function sample<T>(list: T[], count: number): T[] {
  const left = [...list];
  const drawn: T[] = [];
  while (left.length > 0 && drawn.length < count) drawn.push(...left.splice(randomInt(left.length), 1));
  return drawn;
}

function replayProblems(replayed: Replayed[], store: Store): Problem[] {
  return replayed
    .filter(({state}) => state === "different" || state === "failed")
    .map(({task, state, reason, key}) => ({
      kind: "replay",
      what: `${task} ${state === "failed" ? "could not be run again" : "was made again with other bytes"}: ${reason}`,
      file: store.records.path(key)
    }));
}

/** A manifest's digest, or how it begins, that somebody kept elsewhere. */
function keptManifest({layout: {runs}}: Store, kept: string): Problem[] {
  if (!/^[0-9a-f]{16,64}$/.test(kept))
    throw new UserMistake(`--manifest ${kept}: expected at least 16 letters of what a run printed as its manifest`);
  const found = namesIn(runs).some((name) => name.startsWith(kept) && name.endsWith(".json"));
  return found ? [] : [{kind: "manifest", what: `no run here has the manifest that was kept, ${kept}`, file: runs}];
}

interface StageCount {
  stage: string;
  replayed: number;
  same: number;
  different: number;
  within: number;
  varies: number;
  failed: number;
  skipped: number;
  seconds: number;
}

function byStage(replayed: Replayed[]): StageCount[] {
  const stages = new Map<string, StageCount>();
  for (const {stage, state, seconds} of replayed) {
    const count = stages.get(stage) ?? {
      stage,
      replayed: 0,
      same: 0,
      different: 0,
      within: 0,
      varies: 0,
      failed: 0,
      skipped: 0,
      seconds: 0
    };
    stages.set(stage, count);
    count[state]++;
    if (state !== "skipped") count.replayed++;
    count.seconds += seconds;
  }
  return [...stages.values()];
}

function summary(
  {objects, records, remade, last}: Awaited<ReturnType<typeof audit>>,
  replayed: Replayed[],
  problems: number
): string[] {
  const lines = byStage(replayed).map(({stage, same, different, within, varies, failed, skipped, seconds}) => {
    const counts = Object.entries({
      "same bytes": same,
      "OTHER BYTES": different,
      "within tolerance": within,
      "varies, as declared": varies,
      FAILED: failed,
      skipped
    });
    const told = counts.flatMap(([what, count]) => (count ? [`${count} ${what}`] : []));
    return `replayed ${stage}: ${told.join(", ")} in ${seconds.toFixed(1)} s`;
  });
  for (const {task, state, reason = "", largest} of replayed) {
    if (state !== "skipped" && state !== "varies" && state !== "within") continue;
    const distance =
      largest === undefined || state === "within" ? "" : `; largest relative difference ${largest.toPrecision(2)}`;
    lines.push(`  ${state} ${task}: ${reason}${distance}`);
  }
  const again = remade ? `, ${remade} made again since they were listed` : "";
  lines.push(
    `${objects} objects and ${records} records read${again}; ${problems || "no"} problem${problems === 1 ? "" : "s"}`
  );
  if (last) {
    const at = new Date(last.startedAt).toISOString().slice(0, 16).replace("T", " ");
    lines.push(`last run ${at}: manifest ${last.manifest} (compare it with the one that you kept)`);
  }
  return lines;
}
