import {basename} from "node:path";
import type {Graph, GraphInput, GraphStage, GraphTask, InputReference} from "../graph/types.ts";
import type {InputIdentity, KeyComponents} from "../hash/task-key.ts";
import type {StampedObject} from "../store/objects.ts";
import type {Store} from "../store/store.ts";
import {fillValues} from "./command-line.ts";
import {sourceSchema} from "./fetch-source.ts";
import type {StageCodes} from "./stage-code.ts";
import {inputNames} from "./workspace.ts";

/** Outputs of tasks by name, as far as they are known. */
export type KnownOutputs = (task: string) => Record<string, StampedObject> | undefined;

/** The artifacts that a task reads, by input, in order. */
export type ResolvedInputs = Record<string, StampedObject[]>;

/** Why a task cannot be identified: a file of the working tree that it names is not there. */
export class MissingFile extends Error {}

/** Looks up every input of a task; undefined while one of them has yet to be made. */
export async function resolveInputs(
  store: Store,
  task: GraphTask,
  known: KnownOutputs
): Promise<ResolvedInputs | undefined> {
  const resolved: ResolvedInputs = {};
  for (const input of task.inputs) {
    const objects: StampedObject[] = [];
    for (const reference of input.references) {
      const object =
        reference.kind === "task"
          ? known(reference.task)?.[reference.output]
          : await fileObject(store, reference.path, `input "${input.name}"`);
      if (!object) return undefined;
      objects.push(object);
    }
    resolved[input.name] = objects;
  }
  return resolved;
}

/** Everything that decides the outputs of a task whose inputs are known. */
export async function identify(
  graph: Graph,
  store: Store,
  codes: StageCodes,
  task: GraphTask,
  resolved: ResolvedInputs
): Promise<KeyComponents> {
  const stage = stageOf(graph, task);
  const inputs: Record<string, InputIdentity> = {};
  for (const input of task.inputs) {
    const digests = (resolved[input.name] ?? []).map((object) => object.digest);
    inputs[input.name] = stage.kind === "command" ? {digests, suffixes: suffixes(graph, input)} : {digests};
  }
  const base = {params: task.params, inputs, outputs: task.outputs, environment: environmentOf(stage)};
  if (stage.kind === "fetch") {
    const {sha256, sha1 = ""} = sourceSchema.parse(task.params.source);
    const declared = sha256 === undefined ? {sha1} : {sha256};
    return {...base, code: {kind: "fetch", ...declared}, params: {}, outputs: {file: ""}};
  }
  if (stage.kind === "module") {
    const {bundle, packages, environment} = await codes.code(stage.module ?? "");
    return {...base, environment: {...environment, ...base.environment}, code: {kind: "module", bundle, packages}};
  }
  const files: Record<string, string> = {};
  for (const path of stage.code) files[path] = (await fileObject(store, path, "code")).digest;
  const command = fillValues(stage.command ?? "", task.params, task.labels);
  return {...base, code: {kind: "command", command, files}};
}

/** Makes sure that the store has the bytes of every file of the working tree that a task is about to read. */
export async function secureFiles(
  graph: Graph,
  store: Store,
  task: GraphTask,
  report: (line: string) => void
): Promise<void> {
  const read = task.inputs.flatMap(({references}) =>
    references.flatMap((reference) => (reference.kind === "file" ? [reference.path] : []))
  );
  for (const path of [...read, ...stageOf(graph, task).code]) await store.files.secure(path, report);
}

export function stageOf(graph: Graph, task: GraphTask): GraphStage {
  const stage = graph.stages.get(task.stage);
  if (!stage) throw new Error(`task ${task.name} has no stage ${task.stage}`);
  return stage;
}

/** The names, or endings, under which a command sees an input's artifacts. */
export function suffixes(graph: Graph, input: GraphInput): string[] {
  return inputNames(
    input.many,
    input.references.map((reference) => fileName(graph, reference))
  );
}

function fileName(graph: Graph, reference: InputReference): string {
  if (reference.kind === "file") return basename(reference.path);
  return graph.tasks.get(reference.task)?.outputs[reference.output] ?? "";
}

async function fileObject(store: Store, path: string, what: string) {
  const object = await store.files.object(path);
  if (!object) throw new MissingFile(`${what}: there is no ./${path}`);
  return object;
}

function environmentOf(stage: GraphStage): Record<string, string> {
  const set = stage.env.filter((name) => process.env[name] !== undefined);
  return Object.fromEntries(set.map((name) => [name, process.env[name] ?? ""]));
}
