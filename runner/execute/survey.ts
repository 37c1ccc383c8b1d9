import type {Graph, GraphTask} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import {type KeyComponents, taskKey} from "../hash/task-key.ts";
import type {StampedObject} from "../store/objects.ts";
import type {Store} from "../store/store.ts";
import {identify, MissingFile, type ResolvedInputs, resolveInputs} from "./identify-task.ts";
import type {StageCodes} from "./stage-code.ts";

/** What is known of a task before anything runs. */
export type Surveyed =
  /** Its record and outputs are there. */
  | {state: "fresh"; key: Digest; components: KeyComponents; outputs: Record<string, StampedObject>}
  /** Its inputs are known, and nothing valid was made from them. `lost`: the record is there, an output is not. */
  | {state: "stale"; key: Digest; components: KeyComponents; inputs: ResolvedInputs; lost: boolean}
  /** A task before it has to run first. */
  | {state: "waiting"}
  /** It cannot run: a file that it names is missing. */
  | {state: "broken"; reason: string};

/** Looks at tasks (producers first) and says of each what would happen to it. */
export async function survey(
  graph: Graph,
  store: Store,
  codes: StageCodes,
  names: string[],
  report: (line: string) => void
): Promise<Map<string, Surveyed>> {
  const found = new Map<string, Surveyed>();
  const known = (name: string) => {
    const state = found.get(name);
    return state?.state === "fresh" ? state.outputs : undefined;
  };
  for (const name of names) {
    const task = graph.tasks.get(name);
    if (task) found.set(name, await surveyTask(graph, store, codes, task, known, report));
  }
  return found;
}

/** Looks at one task, given the outputs of those before it. */
export async function surveyTask(
  graph: Graph,
  store: Store,
  codes: StageCodes,
  task: GraphTask,
  known: (name: string) => Record<string, StampedObject> | undefined,
  report: (line: string) => void
): Promise<Surveyed> {
  try {
    const inputs = await resolveInputs(store, task, known);
    if (!inputs) return {state: "waiting"};
    const components = await identify(graph, store, codes, task, inputs);
    const key = taskKey(components);
    const summary = store.records.summary(key);
    const outputs = summary && (await verified(store, key, summary.outputs, report));
    if (outputs) return {state: "fresh", key, components, outputs};
    return {state: "stale", key, components, inputs, lost: summary !== undefined};
  } catch (error) {
    if (error instanceof MissingFile) return {state: "broken", reason: error.message};
    throw error;
  }
}

/** The outputs of a key's record, each seen to match its digest; undefined where one is lost. */
export async function verifiedOutputs(
  store: Store,
  key: Digest,
  report: (line: string) => void
): Promise<Record<string, StampedObject> | undefined> {
  const summary = store.records.summary(key);
  return summary && verified(store, key, summary.outputs, report);
}

async function verified(
  store: Store,
  key: Digest,
  recorded: Record<string, StampedObject>,
  report: (line: string) => void
): Promise<Record<string, StampedObject> | undefined> {
  let outputs = recorded;
  for (const [name, object] of Object.entries(recorded)) {
    const found = await store.objects.verify(object, report);
    if (!found) return undefined;
    if (found !== object) outputs = {...outputs, [name]: found};
  }
  if (outputs !== recorded) store.records.restamp(key, outputs);
  return outputs;
}
