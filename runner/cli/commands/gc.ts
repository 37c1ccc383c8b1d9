import {basename} from "node:path";
import {UserMistake} from "../../errors/user-mistake.ts";
import {Bundles} from "../../execute/bundles.ts";
import {survey} from "../../execute/survey.ts";
import {useOf} from "../../execute/use.ts";
import {deadWorkspaces} from "../../execute/workspace.ts";
import {loadGraph} from "../../graph/load-graph.ts";
import {noteCollected} from "../../provenance/history.ts";
import {lastRuns, pinnedRuns, pinRun, readManifest} from "../../provenance/kept-runs.ts";
import {findGarbage, freeGarbage, type Garbage, type Roots, type Waste} from "../../store/collect-garbage.ts";
import {COLLECTION_LOCK, findRuns, runName} from "../../store/live-runs.ts";
import {mustWrite} from "../../store/read-only.ts";
import type {Console} from "../console.ts";
import {size} from "../duration.ts";
import {openProject, type Project} from "../project.ts";

export interface GcOptions {
  directory?: string;
  dryRun?: boolean;
  keepRuns?: number;
  pin?: string;
  unpin?: string;
  json?: boolean;
}

const KEEP_RUNS = 5;

/** `vvs gc`: frees what no profile's graph, recent run or pinned run needs. Returns the exit status. */
export async function gcCommand(options: GcOptions, {print, note}: Console): Promise<number> {
  const project = await openProject(options.directory, {});
  const {store} = project;
  const {layout, locks} = store;
  const run = options.pin ?? options.unpin;
  if (run !== undefined) {
    const pinned = mustWrite(layout.root, layout.runs, () => pinRun(layout, run, options.pin !== undefined));
    if (options.json) print(`${JSON.stringify({run: pinned, pinned: options.pin !== undefined})}\n`);
    else note(`${options.pin === undefined ? "unpinned" : "pinned"} the run with manifest ${pinned.slice(0, 16)}`);
    return 0;
  }
  if (!options.dryRun && !mustWrite(layout.root, layout.locks, () => locks.tryAcquire(COLLECTION_LOCK))) {
    throw new UserMistake("another vvs gc is at work on this cache", {advice: "wait until it is done"});
  }
  try {
    const {live, dead} = findRuns(layout);
    const manifests = new Set([...lastRuns(layout, options.keepRuns ?? KEEP_RUNS), ...pinnedRuns(layout)]);
    const roots = await rootsOf(project, manifests, note);
    const garbage = findGarbage(store, {...roots, runs: live}, [...deadWorkspaces(layout), ...dead], Date.now());
    if (!options.json) for (const line of describe(garbage, roots, project)) print(`${line}\n`);
    for (const one of live) {
      note(
        `a run is going on (${runName(one)}): ` +
          (one.use ? "what it may read is kept" : "it may read anything, so that results are kept")
      );
    }
    if (!options.dryRun) noteCollected(layout, manifestsIn(garbage));
    const freed = options.dryRun ? garbage.waste : freeGarbage(store, garbage);
    store.flush();
    const bytes = sum(freed);
    const kept = garbage.kept.bytes + (sum(garbage.waste) - bytes);
    if (options.json) {
      const counts = {objects: count(freed, "object"), records: count(freed, "record")};
      const stages = byStage(freed).map(([stage, of]) => ({stage: stage ?? null, ...of}));
      const running = live.map(({host, pid}) => ({host, pid}));
      print(`${JSON.stringify({freed: bytes, kept, dryRun: options.dryRun ?? false, counts, stages, running})}\n`);
    } else {
      print(
        `${options.dryRun ? "would free" : "freed"} ${size(bytes)}; the cache holds ${size(options.dryRun ? kept + bytes : kept)}\n`
      );
    }
    return 0;
  } finally {
    locks.close();
  }
}

function manifestsIn({waste}: Garbage): string[] {
  return waste.flatMap(({kind, path}) => (kind === "manifest" ? [basename(path, ".json")] : []));
}

/** What the graph of each profile, with its present code and inputs, and the runs of these manifests need. */
async function rootsOf(
  {folder, store, codes, graph: first}: Project,
  manifests: Set<string>,
  note: (line: string) => void
): Promise<Roots> {
  const keys = new Set<string>();
  const objects = new Set<string>(new Bundles(folder, store).remembered());
  const declare = async (module: string) => (await codes.code(module)).declaration;
  for (const profile of [first.profile, ...first.profiles.filter((name) => name !== first.profile)]) {
    const graph = profile === first.profile ? first : await loadGraph(folder, {profile, declare});
    const use = await useOf(graph, store, codes, await survey(graph, store, codes, [...graph.tasks.keys()], note));
    for (const key of use.keys) keys.add(key);
    for (const digest of use.objects) objects.add(digest);
    for (const name of graph.tasks.keys()) keys.add(store.names.key(name) ?? "");
  }
  for (const manifest of manifests) {
    for (const {key, outputs} of Object.values(readManifest(store.layout, manifest).tasks)) {
      keys.add(key ?? "");
      for (const digest of Object.values(outputs)) objects.add(digest);
    }
  }
  return {keys, objects, manifests, runs: []};
}

/** Kinds of waste that belong to no stage, as one and as many are called. */
const OTHERS: [Waste["kind"], string, string][] = [
  ["code", "copy of code", "copies of code"],
  ["manifest", "manifest of an earlier run", "manifests of earlier runs"],
  ["failure", "log of a failure", "logs of failures"],
  ["leftover", "leftover of a killed run", "leftovers of killed runs"],
  ["resume", "resume folder older than 30 days", "resume folders older than 30 days"],
  ["quarantine", "corrupt object set aside 30 days ago", "corrupt objects set aside 30 days ago"]
];

function describe({waste, kept}: Garbage, {manifests}: Roots, {graph, store}: Project): string[] {
  const profiles = graph.profiles.length ? ` (profiles: ${graph.profiles.join(", ")})` : "";
  const pinned = pinnedRuns(store.layout).length;
  const lines = [
    `kept: ${contents(kept.objects, kept.records)}, ${size(kept.bytes)}: what the present graph${profiles} ` +
      `and ${counted(manifests.size, "run", "runs")}${pinned ? `, ${pinned} of them pinned,` : ""} need`
  ];
  if (waste.length === 0) return [...lines, "nothing to free"];
  lines.push(`to free: ${contents(count(waste, "object"), count(waste, "record"))}, ${size(sum(waste))}`);
  for (const [stage, {records, bytes}] of byStage(waste)) {
    const made = records ? `${counted(records, "record", "records")}, ` : "";
    lines.push(`  ${stage ?? "of no record"}: ${made}${size(bytes)}`);
  }
  for (const [kind, one, many] of OTHERS) {
    const found = waste.filter((entry) => entry.kind === kind);
    if (found.length) lines.push(`  ${counted(found.length, one, many)}: ${size(sum(found))}`);
  }
  return lines;
}

function contents(objects: number, records: number): string {
  return `${counted(objects, "object", "objects")} and ${counted(records, "record", "records")}`;
}

function counted(number: number, one: string, many: string): string {
  return `${number} ${number === 1 ? one : many}`;
}

/** Records and bytes of each stage, the largest first; undefined stands for objects that no record names. */
function byStage(waste: Waste[]): [string | undefined, {records: number; bytes: number}][] {
  const stages = new Map<string | undefined, {records: number; bytes: number}>();
  for (const {kind, stage, bytes} of waste) {
    if (kind !== "object" && kind !== "record") continue;
    const total = stages.get(stage) ?? {records: 0, bytes: 0};
    stages.set(stage, {records: total.records + (kind === "record" ? 1 : 0), bytes: total.bytes + bytes});
  }
  return [...stages].sort(([, a], [, b]) => b.bytes - a.bytes);
}

function count(waste: Waste[], kind: Waste["kind"]): number {
  return waste.filter((one) => one.kind === kind).length;
}

function sum(waste: Waste[]): number {
  return waste.reduce((total, {bytes}) => total + bytes, 0);
}
