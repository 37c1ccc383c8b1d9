import {existsSync, readFileSync} from "node:fs";
import {forecast} from "../../execute/forecast.ts";
import {type Surveyed, survey} from "../../execute/survey.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import type {GraphTask} from "../../graph/types.ts";
import type {Digest} from "../../hash/digest.ts";
import {differences, type Reason} from "../../provenance/differences.ts";
import type {Store} from "../../store/store.ts";
import type {Console} from "../console.ts";
import {duration} from "../duration.ts";
import {type GraphOptions, openProject, type Project} from "../project.ts";
import {stateOf} from "./status.ts";

/** `vvs explain`: which component of a task's key differs from which earlier record, and what would run. */
export async function explainCommand(
  pattern: string,
  options: GraphOptions & {directory?: string; json?: boolean},
  {print, note}: Console
): Promise<number> {
  const project = await openProject(options.directory, options);
  const {graph, store, codes} = project;
  const targets = selectTargets(graph, [pattern]);
  const names = neededTasks(graph, targets);
  const surveyed = await survey(graph, store, codes, names, note);
  store.flush();
  const answers = [];
  for (const name of targets) {
    const task = graph.tasks.get(name);
    if (!task) continue;
    const found = surveyed.get(name);
    answers.push({task: name, state: stateOf(store, name, found), reasons: await reasonsOf(project, task, surveyed)});
  }
  if (options.json) {
    print(`${JSON.stringify(answers.length === 1 ? answers[0] : answers)}\n`);
    return 0;
  }
  for (const {task, state, reasons} of answers) {
    print(`${task}: ${state}${state === "fresh" ? "; nothing would run" : ""}\n`);
    for (const reason of reasons) print(`  ${sentence(reason)}\n`);
  }
  const pending = names.filter((name) => surveyed.get(name)?.state !== "fresh");
  const {seconds, unknown} = await forecast(graph, store, codes, pending);
  if (pending.length) {
    const guess = unknown ? `, ${unknown} of them not timed yet` : "";
    print(
      `${pending.length} ${pending.length === 1 ? "task" : "tasks"} would run at most, about ${duration(seconds)} of work${guess}\n`
    );
  }
  return 0;
}

/** A reason, and the earlier tasks that it holds for where it is not the task's own. */
interface Cause extends Reason {
  tasks?: string[];
}

async function reasonsOf(project: Project, task: GraphTask, surveyed: Map<string, Surveyed>): Promise<Cause[]> {
  const found = surveyed.get(task.name);
  if (!found || found.state === "fresh") return [];
  if (found.state === "broken") return [{kind: "input", name: found.reason, before: null, after: null}];
  return found.state === "waiting" ? causesBefore(project, task, surveyed) : ownReasons(project, task, found);
}

/** Why a task whose inputs are known would run. */
async function ownReasons(
  {graph, store, codes}: Project,
  task: GraphTask,
  found: Surveyed & {state: "stale"}
): Promise<Reason[]> {
  if (found.lost) return [{kind: "lost-output", name: task.name, before: found.key, after: null}];
  const earlier = store.names.key(task.name);
  const record = earlier === undefined ? undefined : store.records.read(earlier);
  if (!record) return [{kind: "no-record", name: task.name, before: null, after: found.key}];
  const stage = graph.stages.get(task.stage);
  const code = stage?.module ? await codes.code(stage.module) : undefined;
  const reasons = differences(found.components, record, {
    before: declarationsIn(store, record.declarations),
    after: declarationsIn(store, code?.declarations)
  });
  return reasons.map((reason) =>
    reason.kind === "input" ? {...reason, name: withProducer(task, reason.name)} : reason
  );
}

function declarationsIn(store: Store, digest: Digest | undefined): Record<string, string> {
  const path = digest && store.objects.path(digest);
  return path && existsSync(path) ? JSON.parse(readFileSync(path, "utf8")) : {};
}

/** The reasons of the tasks, anywhere before this one, with which the rerun begins; equal ones told once. */
async function causesBefore(project: Project, task: GraphTask, surveyed: Map<string, Surveyed>): Promise<Cause[]> {
  const causes = new Map<string, Cause & {tasks: string[]}>();
  for (const name of neededTasks(project.graph, [task.name])) {
    const [before, found] = [project.graph.tasks.get(name), surveyed.get(name)];
    if (!before || found?.state !== "stale") continue;
    for (const reason of await ownReasons(project, before, found)) {
      const missing = reason.kind === "no-record" || reason.kind === "lost-output";
      const key = missing ? reason.kind : JSON.stringify(reason);
      const cause = causes.get(key);
      if (cause) cause.tasks.push(name);
      else causes.set(key, {...reason, tasks: [name]});
    }
  }
  return [...causes.values()];
}

/** `fits[3]` -> `fits[3] (from fit[experiment=x])` */
function withProducer(task: GraphTask, name: string): string {
  const [, input, index] = /^(.*?)(?:\[(\d+)\])?$/.exec(name) ?? [];
  const reference = task.inputs.find((one) => one.name === input)?.references[Number(index ?? 0)];
  if (!reference) return name;
  return `${name} (from ${reference.kind === "task" ? reference.task : `./${reference.path}`})`;
}

function sentence({kind, name, before, after, tasks}: Cause): string {
  const [first, ...others] = tasks ?? [];
  const where = first === undefined ? "" : `${first}${others.length ? ` and ${others.length} more` : ""}: `;
  if (kind === "no-record") return `${where}not made yet`;
  if (kind === "lost-output") return `${where}an output is missing from the cache, or was corrupt`;
  return `${where}${kind} ${name}: ${show(before)} -> ${show(after)}`;
}

function show(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "string" && /^[0-9a-f]{64}$/.test(value)) return value.slice(0, 12);
  return typeof value === "string" ? value : JSON.stringify(value);
}
