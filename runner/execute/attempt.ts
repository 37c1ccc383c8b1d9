import {existsSync, mkdirSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {basename, dirname, join} from "node:path";
import type {Graph, GraphTask} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {KeyComponents} from "../hash/task-key.ts";
import type {Circumstances} from "../provenance/circumstances.ts";
import type {StampedObject} from "../store/objects.ts";
import type {TaskRecord} from "../store/record.ts";
import type {Store} from "../store/store.ts";
import {codeFile} from "./bundles.ts";
import {fillPaths} from "./command-line.ts";
import {fetchSource, sourceSchema} from "./fetch-source.ts";
import {type ResolvedInputs, stageOf, suffixes} from "./identify-task.ts";
import type {Outcome} from "./outcome.ts";
import type {Commands} from "./run-command.ts";
import type {StageCodes} from "./stage-code.ts";
import type {WorkerPool} from "./worker-pool.ts";
import {layCode, layInput, missingOutputs, openWorkspace} from "./workspace.ts";

/** The means with which tasks are run. */
export interface Executors {
  commands: Commands;
  workers: WorkerPool;
  codes: StageCodes;
  mirrors: string[];
  /** May this task open a connection for a source that is not here? */
  mayDownload(task: string): boolean;
  note(line: string): void;
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

/** Where the log and the cause of a key's last failure are kept until it succeeds. */
export function failureLog(store: Store, key: Digest): string {
  return join(store.layout.failures, `${key}.log`);
}

/**
 * Runs a task once in a private folder, takes its outputs into the store, and writes its record last: whatever happens
 * before that leaves no trace but the log.
 */
export async function attempt(attempt: Attempt, executors: Executors): Promise<AttemptResult> {
  const {store, task, key} = attempt;
  const workspace = openWorkspace(store.layout, key);
  const log = `${workspace.folder}.log`;
  writeFileSync(log, "");
  const started = new Date();
  const seconds = () => (Date.now() - started.getTime()) / 1000;
  try {
    const outcome = await perform(attempt, executors, workspace.folder, log);
    if (outcome.state === "unavailable") return outcome;
    const missing = outcome.state === "done" ? missingOutputs(workspace.folder, task.outputs) : [];
    if (outcome.state === "failed" || missing.length) {
      const reason = outcome.state === "failed" ? outcome.reason : missing.join("; ");
      const kept = failureLog(store, key);
      writeFileSync(kept, readFileSync(log));
      writeFileSync(kept.replace(/\.log$/, ".json"), JSON.stringify({task: task.name, reason, at: started}));
      const advice = outcome.state === "failed" ? outcome.advice : undefined;
      return {state: "failed", reason, advice, log: kept, seconds: seconds()};
    }
    const outputs: Record<string, StampedObject> = {};
    for (const [name, file] of Object.entries(task.outputs))
      outputs[name] = await store.objects.adopt(join(workspace.folder, file));
    store.records.write(await recordOf(attempt, executors, outputs, log, started, outcome.peakMemory));
    for (const ending of [".log", ".json"]) rmSync(failureLog(store, key).replace(/\.log$/, ending), {force: true});
    return {state: "done", outputs, seconds: seconds()};
  } finally {
    workspace.dispose();
    rmSync(log, {force: true});
  }
}

function perform(attempt: Attempt, executors: Executors, folder: string, log: string): Promise<Outcome> {
  const {graph, store, task, components, cores} = attempt;
  const stage = stageOf(graph, task);
  const paths = (name: string) => (attempt.inputs[name] ?? []).map(({digest}) => store.objects.path(digest));
  for (const file of Object.values(task.outputs)) mkdirSync(dirname(join(folder, file)), {recursive: true});
  if (components.code.kind === "fetch") {
    const target = join(folder, Object.values(task.outputs)[0] ?? "file");
    return fetchSource(sourceSchema.parse(task.params.source), target, {
      folder: graph.folder,
      mirrors: executors.mirrors,
      download: executors.mayDownload(task.name),
      note: executors.note
    });
  }
  if (components.code.kind === "module") {
    const {bundle} = components.code;
    return executors.workers.run({
      code: codeFile(store, bundle),
      bundle,
      params: task.params,
      inputs: Object.fromEntries(
        task.inputs.map(({name, many}) => [name, many ? paths(name) : (paths(name)[0] ?? "")])
      ),
      outputs: Object.fromEntries(Object.entries(task.outputs).map(([name, file]) => [name, join(folder, file)])),
      cores,
      log
    });
  }
  const laid: Record<string, string> = {};
  for (const input of task.inputs)
    Object.assign(laid, layInput(folder, input.name, input.many, suffixes(graph, input), paths(input.name)));
  for (const [path, digest] of Object.entries(components.code.files)) layCode(folder, path, store.objects.path(digest));
  const command = fillPaths(components.code.command, laid, task.outputs);
  return executors.commands.run(command, folder, stage.env, log);
}

async function recordOf(
  {graph, store, task, key, components, circumstances}: Attempt,
  {codes}: Executors,
  outputs: Record<string, StampedObject>,
  log: string,
  started: Date,
  peakMemory: number | null
): Promise<TaskRecord> {
  const stage = stageOf(graph, task);
  const code = stage.kind === "module" ? await codes.code(stage.module ?? "") : undefined;
  const printed = existsSync(log) ? readFileSync(log) : Buffer.alloc(0);
  const ended = new Date();
  return {
    format: 1,
    key,
    task: task.name,
    stage: basename(task.stage),
    components,
    outputs,
    ...(code && {sources: code.sources}),
    log: printed.length ? store.objects.put(printed).digest : null,
    deterministic: stage.deterministic && (code?.deterministic ?? true),
    startedAt: started.toISOString(),
    endedAt: ended.toISOString(),
    seconds: (ended.getTime() - started.getTime()) / 1000,
    peakMemory,
    ...circumstances
  };
}
