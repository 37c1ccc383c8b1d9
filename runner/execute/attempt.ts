import {existsSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import type {Graph, GraphTask} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {KeyComponents} from "../hash/task-key.ts";
import type {Circumstances} from "../provenance/circumstances.ts";
import {declaredInputs} from "../provenance/declared-inputs.ts";
import type {StampedObject} from "../store/objects.ts";
import type {TaskRecord} from "../store/record.ts";
import type {Store} from "../store/store.ts";
import {fullDiskReason, isDiskFull} from "./full-disk.ts";
import {type ResolvedInputs, stageOf} from "./identify-task.ts";
import {outputProblems} from "./outputs.ts";
import {perform, resumeFolder, traceOf} from "./perform.ts";
import type {Commands} from "./run-command.ts";
import type {StageCodes} from "./stage-code.ts";
import type {StrictCheck} from "./strict.ts";
import type {WorkerPool} from "./worker-pool.ts";
import type {Workspaces} from "./workspace.ts";

/** The means with which tasks are run. */
export interface Executors {
  workspaces: Workspaces;
  commands: Commands;
  workers: WorkerPool;
  codes: StageCodes;
  mirrors: string[];
  /** May this task open a connection for a source that is not here? */
  mayDownload(task: string): boolean;
  note(line: string): void;
  /** Present where a task must be seen to read only what it declares. */
  strict?: StrictCheck | undefined;
}

export interface Attempt {
  graph: Graph;
  store: Store;
  task: GraphTask;
  key: Digest;
  components: KeyComponents;
  inputs: ResolvedInputs;
  cores: number;
  circumstances: Circumstances;
}

export type AttemptResult =
  | {state: "done"; outputs: Record<string, StampedObject>; seconds: number}
  | {state: "failed"; reason: string; advice?: string | undefined; log: string; seconds: number}
  | {state: "unavailable"; reason: string};

/** Where the log of a key's last failure is kept until it succeeds. */
export function failureLog(store: Store, key: Digest): string {
  return failureFiles(store, key)[0];
}

/** The log and the cause of a key's last failure. */
function failureFiles(store: Store, key: Digest): [string, string] {
  const base = join(store.layout.failures, key);
  return [`${base}.log`, `${base}.json`];
}

/**
 * Runs a task once in a private folder, takes its outputs into the store, and writes its record last: whatever happens
 * before that leaves no trace but the log.
 */
export async function attempt(attempt: Attempt, executors: Executors): Promise<AttemptResult> {
  const started = new Date();
  const seconds = () => (Date.now() - started.getTime()) / 1000;
  const fail = (log: string, reason: string, advice?: string): AttemptResult => {
    return {state: "failed", reason, advice, log: keepFailure(attempt, log, reason, started), seconds: seconds()};
  };
  try {
    const workspace = executors.workspaces.take();
    const {folder, log} = workspace;
    let done = false;
    try {
      const outcome = await perform(attempt, executors, folder, log);
      if (outcome.state === "unavailable") return outcome;
      if (outcome.state === "failed") return fail(log, withFullDisk(outcome.reason, folder), outcome.advice);
      const formats = await formatsOf(attempt, executors);
      const problems = outputProblems(folder, attempt.task.outputs, formats, attempt.store.layout.objects);
      if (problems.length) return fail(log, withFullDisk(problems.join("; "), folder));
      const outputs = await keep(attempt, executors, folder, log, started, outcome.peakMemory);
      done = true;
      return {state: "done", outputs, seconds: seconds()};
    } finally {
      executors.workspaces.release(workspace, done);
      if (executors.strict) rmSync(traceOf(folder), {force: true});
    }
  } catch (error) {
    const reason = fullDiskReason(error);
    if (reason === undefined) throw error;
    return fail("", reason, "free some space and run again: what was finished is kept");
  }
}

/** Takes the outputs of a task into the store, and writes its record. */
async function keep(
  attempt: Attempt,
  executors: Executors,
  folder: string,
  log: string,
  started: Date,
  peakMemory: number | null
): Promise<Record<string, StampedObject>> {
  const {store, task, key} = attempt;
  const outputs: Record<string, StampedObject> = {};
  for (const [name, file] of Object.entries(task.outputs))
    outputs[name] = await store.objects.adopt(join(folder, file));
  const record = await recordOf(attempt, executors, outputs, log, started, peakMemory);
  if (record.deterministic) reportDifferences(store.records.read(key), record, executors.note);
  store.records.write(record);
  executors.strict?.pass(key);
  for (const path of [...failureFiles(store, key), resumeFolder(store, key)])
    if (existsSync(path)) rmSync(path, {recursive: true, force: true});
  return outputs;
}

/** A program that fails on a full disk seldom says so. */
function withFullDisk(reason: string, folder: string): string {
  return !reason.startsWith("the disk") && isDiskFull(folder) ? `${reason}; the disk is full` : reason;
}

/** Keeps the log and the cause of a failure, as far as the disk has room for them. */
function keepFailure({store, task, key}: Attempt, log: string, reason: string, at: Date): string {
  const [kept, cause] = failureFiles(store, key);
  try {
    writeFileSync(kept, existsSync(log) ? readFileSync(log) : "");
    writeFileSync(cause, JSON.stringify({task: task.name, reason, at}));
  } catch (error) {
    if (fullDiskReason(error) === undefined) throw error;
  }
  return kept;
}

/** Says where a task made other bytes than the record of an earlier attempt with the same key. */
function reportDifferences(before: TaskRecord | undefined, now: TaskRecord, note: (line: string) => void): void {
  for (const [name, {digest}] of Object.entries(now.outputs)) {
    const earlier = before?.outputs[name]?.digest;
    if (earlier === undefined || earlier === digest) continue;
    note(
      `not deterministic: ${now.task} made other bytes than on ${before?.startedAt.slice(0, 10)} from the same inputs: ` +
        `output ${name} was ${earlier.slice(0, 12)} and is ${digest.slice(0, 12)} ` +
        "(find the cause, or declare the stage deterministic: false)"
    );
  }
}

async function formatsOf({graph, task}: Attempt, {codes}: Executors): Promise<Record<string, string>> {
  const {module} = stageOf(graph, task);
  if (module === undefined) return {};
  const {declaration} = await codes.code(module);
  return Object.fromEntries(Object.entries(declaration.outputs).map(([name, {format}]) => [name, format]));
}

async function recordOf(
  {graph, store, task, key, components, inputs, circumstances}: Attempt,
  {codes}: Executors,
  outputs: Record<string, StampedObject>,
  log: string,
  started: Date,
  peakMemory: number | null
): Promise<TaskRecord> {
  const stage = stageOf(graph, task);
  const code = stage.kind === "module" ? await codes.code(stage.module ?? "") : undefined;
  const printed = statSync(log, {throwIfNoEntry: false})?.size ? readFileSync(log) : Buffer.alloc(0);
  const ended = new Date();
  return {
    format: 1,
    key,
    task: task.name,
    stage: basename(task.stage),
    components,
    outputs,
    ...declaredInputs(task, inputs),
    ...(code && {declarations: code.declarations}),
    log: printed.length ? store.objects.put(printed).digest : null,
    deterministic: stage.deterministic && (code?.deterministic ?? true),
    startedAt: started.toISOString(),
    endedAt: ended.toISOString(),
    seconds: (ended.getTime() - started.getTime()) / 1000,
    peakMemory,
    ...circumstances
  };
}
