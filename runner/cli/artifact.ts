import {statSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import {selectTargets} from "../graph/select-targets.ts";
import {parseOutputName} from "../graph/task-name.ts";
import type {TaskRecord} from "../store/record.ts";
import type {Project} from "./project.ts";
import {shellName} from "./run-summary.ts";

/** The latest record of a task that a name stands for; a mistake that says what to run where there is none. */
export function recordOfName({graph, store}: Project, name: string): {task: string; record: TaskRecord} {
  const targets = selectTargets(graph, [name]);
  const [task = name] = targets;
  if (targets.length > 1) {
    throw new UserMistake(`${name} names ${targets.length} tasks`, {advice: `name one of them, such as ${task}`});
  }
  const key = store.names.key(task);
  const record = key === undefined ? undefined : store.records.read(key);
  if (!record) throw new UserMistake(`${task} has not been made yet`, {advice: `run: vvs run ${shellName(task)}`});
  return {task, record};
}

/** Absolute path of a file in the store, its bytes checked: `TASK`, `TASK/OUTPUT`, and a file in a folder. */
export async function artifactFile(project: Project, name: string, note: (line: string) => void, file?: string) {
  const {path, kind} = await findArtifact(project, name, note);
  if (kind === "file") return path;
  const inside = file === undefined ? path : join(path, file);
  if (!statSync(inside, {throwIfNoEntry: false})?.isFile())
    throw new UserMistake(`${name} is a folder`, {advice: "name a file in it after the artifact"});
  return inside;
}

/** A file or folder in the store, its bytes checked: `TASK` or `TASK/OUTPUT`. */
export async function findArtifact(project: Project, name: string, note: (line: string) => void) {
  const {task, record} = recordOfName(project, name);
  const named = parseOutputName(name).output;
  const outputs = Object.keys(record.outputs);
  const output = named ?? (outputs.length === 1 ? outputs[0] : undefined);
  const object = output === undefined ? undefined : record.outputs[output];
  if (!object) {
    const wanted = named === undefined ? `${task} has several outputs` : `${task} has no output "${named}"`;
    throw new UserMistake(wanted, {
      advice: `name one: ${outputs.map((one) => shellName(`${task}/${one}`)).join(", ")}`
    });
  }
  if (!(await project.store.objects.verify(object, note))) {
    throw new UserMistake(`the bytes of ${name} are lost or corrupt`, {advice: `run: vvs run ${shellName(task)}`});
  }
  return {path: project.store.objects.path(object.digest), kind: object.kind};
}
