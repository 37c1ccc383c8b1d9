import type {Graph} from "../graph/types.ts";
import type {Typical} from "../stage/define-stage.ts";
import type {Store} from "../store/store.ts";
import {sourceOf} from "./fetch-source.ts";
import type {StageCodes} from "./stage-code.ts";

/** What earlier records say about tasks that are about to run. */
export interface Forecast {
  /** Tasks that would run, at most: early cutoff may spare some. */
  tasks: number;
  /** Seconds of work on one core, by the records of the same task, else of its stage. */
  seconds: number;
  /** Bytes that they would add to the cache. */
  bytes: number;
  /** Tasks of stages of which there is no record yet. */
  unknown: number;
  secondsOf(task: string): number;
  bytesOf(task: string): number;
}

/**
 * Expects of each task what it last took, else what its stage's module calls typical of its parameters, else the mean of
 * its stage, else what the module calls typical of all.
 */
export async function forecast(graph: Graph, store: Store, codes: StageCodes, tasks: string[]): Promise<Forecast> {
  const stages = new Map<string, {seconds: number; bytes: number; count: number}>();
  const own = new Map<string, {seconds: number; bytes: number}>();
  const wanted = new Set(tasks.map((name) => graph.tasks.get(name)?.stage ?? ""));
  for (const [name, key] of store.names.entries()) {
    const stage = graph.tasks.get(name)?.stage;
    if (stage === undefined || !wanted.has(stage)) continue;
    const summary = store.records.summary(key);
    if (!summary) continue;
    const bytes = Object.values(summary.outputs).reduce((sum, output) => sum + output.bytes, 0);
    own.set(name, {seconds: summary.seconds, bytes});
    const total = stages.get(stage) ?? {seconds: 0, bytes: 0, count: 0};
    stages.set(stage, {seconds: total.seconds + summary.seconds, bytes: total.bytes + bytes, count: total.count + 1});
  }
  const varying = await typicalOf(
    graph,
    codes,
    tasks.filter((name) => !own.has(name))
  );
  for (const name of wanted) {
    const module = graph.stages.get(name)?.module;
    const typical = module && !stages.has(name) ? (await codes.code(module)).typical : undefined;
    if (typical) stages.set(name, {...typical, count: 1});
  }
  const expected = (name: string) => {
    const known = own.get(name) ?? varying.get(name);
    if (known) return known;
    const stage = stages.get(graph.tasks.get(name)?.stage ?? "");
    return stage && {seconds: stage.seconds / stage.count, bytes: stage.bytes / stage.count};
  };
  const bytesOf = (name: string) => {
    const task = graph.tasks.get(name);
    const source = task && sourceOf(graph, task);
    return own.get(name)?.bytes ?? source?.bytes ?? expected(name)?.bytes ?? 0;
  };
  const all = tasks.map(expected);
  return {
    tasks: tasks.length,
    seconds: all.reduce((sum, one) => sum + (one?.seconds ?? 0), 0),
    bytes: tasks.reduce((sum, name) => sum + bytesOf(name), 0),
    unknown: all.filter((one) => one === undefined).length,
    secondsOf: (name) => expected(name)?.seconds ?? 0,
    bytesOf
  };
}

/** What modules call typical of tasks' own parameters. */
async function typicalOf(graph: Graph, codes: StageCodes, tasks: string[]): Promise<Map<string, Typical>> {
  const found = new Map<string, Typical>();
  for (const name of tasks) {
    const task = graph.tasks.get(name);
    const module = task && graph.stages.get(task.stage)?.module;
    if (!module || !(await codes.code(module)).typicalVaries) continue;
    const {params, typical} = await codes.definition(module);
    const parsed = params.safeParse(task.params);
    if (parsed.success && typeof typical === "function") found.set(name, typical(parsed.data));
  }
  return found;
}
