import {mkdirSync} from "node:fs";
import {dirname, join, relative} from "node:path";
import type {Digest} from "../hash/digest.ts";
import type {CodeIdentity} from "../hash/task-key.ts";
import type {Store} from "../store/store.ts";
import type {Attempt, Executors} from "./attempt.ts";
import {codeFile} from "./bundles.ts";
import {fillPaths} from "./command-line.ts";
import {fetchSource, sourceSchema} from "./fetch-source.ts";
import {type ResolvedInputs, stageOf, suffixes} from "./identify-task.ts";
import {LinkedInputs} from "./linked-inputs.ts";
import type {Outcome} from "./outcome.ts";
import {notTraced} from "./strict.ts";
import {dropInputs, lay, layCode, layInput} from "./workspace.ts";

/** Runs a task in `folder`: downloads, hands it to a worker, or lays its files and starts its command. */
export async function perform(attempt: Attempt, executors: Executors, folder: string, log: string): Promise<Outcome> {
  const {
    graph,
    task,
    components: {code}
  } = attempt;
  for (const file of Object.values(task.outputs))
    if (dirname(file) !== ".") mkdirSync(dirname(join(folder, file)), {recursive: true});
  if (code.kind === "fetch") {
    const target = join(folder, Object.values(task.outputs)[0] ?? "file");
    return fetchSource(sourceSchema.parse(task.params.source), target, {
      folder: graph.folder,
      mirrors: executors.mirrors,
      download: executors.mayDownload(task.name),
      note: executors.note
    });
  }
  const {strict} = executors;
  if (strict?.impossible) return notTraced(strict.impossible);
  const trace = strict && traceOf(folder);
  const outcome = await (code.kind === "module"
    ? performModule(attempt, code, executors, folder, log, trace)
    : performCommand(attempt, code, executors, folder, log, trace));
  if (!strict || trace === undefined) return outcome;
  return strict.judge(outcome, {
    stage: task.stage,
    trace,
    startedIn: code.kind === "module" ? process.cwd() : folder,
    own: folder,
    declared: readable(attempt),
    workerLog: code.kind === "module" ? log : undefined
  });
}

/** The files outside its folder that a task may read: its code and its inputs. */
function readable({store, components: {code, inputs}}: Attempt): string[] {
  const digests = Object.values(inputs).flatMap((input) => input.digests);
  if (code.kind === "command") digests.push(...Object.values(code.files));
  const paths = digests.map((digest) => store.objects.path(digest));
  return code.kind === "module" ? [...paths, codeFile(store, code.bundle)] : paths;
}

async function performModule(
  {graph, store, task, key, inputs, cores}: Attempt,
  {bundle}: CodeIdentity & {kind: "module"},
  {codes, workers}: Executors,
  folder: string,
  log: string,
  trace: string | undefined
): Promise<Outcome> {
  const stage = stageOf(graph, task);
  dropInputs(folder, new Set());
  const {resources} = await codes.code(stage.module ?? "");
  const assignment = {
    code: codeFile(store, bundle),
    bundle,
    params: task.params,
    inputs: Object.fromEntries(
      task.inputs.map(({name, many}) => {
        const paths = pathsOf(store, inputs, name);
        return [name, many ? paths : (paths[0] ?? "")];
      })
    ),
    outputs: Object.fromEntries(Object.entries(task.outputs).map(([name, file]) => [name, join(folder, file)])),
    cores,
    resume: resumeFolder(store, key),
    log
  };
  return workers.run(assignment, {...resources, ...stage.resources}, trace);
}

async function performCommand(
  {graph, store, task, inputs}: Attempt,
  code: CodeIdentity & {kind: "command"},
  {commands, note}: Executors,
  folder: string,
  log: string,
  trace: string | undefined
): Promise<Outcome> {
  const {env, resources} = stageOf(graph, task);
  const laid: Record<string, string> = {};
  const linked = new LinkedInputs(store.objects);
  for (const input of task.inputs) {
    const paths = pathsOf(store, inputs, input.name);
    const layOne = (index: number, target: string) => {
      const object = inputs[input.name]?.[index];
      if (!object || !linked.lay(object, target)) lay(paths[index] ?? "", target);
    };
    Object.assign(laid, layInput(folder, input.name, input.many, suffixes(graph, input), paths, layOne));
  }
  dropInputs(folder, new Set(Object.values(laid)));
  for (const [path, digest] of Object.entries(code.files)) layCode(folder, path, store.objects.path(digest));
  const command = fillPaths(code.command, laid, task.outputs);
  const outcome = await commands.run({command, folder, env, log, limits: resources, trace});
  const changed = await linked.release(note);
  if (changed.length === 0) return outcome;
  const paths = changed.slice(0, 3).map((path) => relative(folder, path));
  return {
    state: "failed",
    reason: `the command wrote into its input ${paths.join(", ")}, which is the stored file itself`,
    advice: "copy an input before changing it; what was changed was set aside, and is made again by the next run",
    mistake: true
  };
}

function pathsOf(store: Store, inputs: ResolvedInputs, name: string): string[] {
  return (inputs[name] ?? []).map(({digest}) => store.objects.path(digest));
}

/** Where a task keeps its progress until it is done. */
export function resumeFolder({layout}: Store, key: Digest): string {
  return join(layout.resume, key);
}

/** Where the system calls of the task that runs in `folder` are written. */
export function traceOf(folder: string): string {
  return `${folder}.trace`;
}
