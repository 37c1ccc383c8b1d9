import {existsSync, readFileSync} from "node:fs";
import {failureLog} from "../../execute/attempt.ts";
import {survey} from "../../execute/survey.ts";
import {neededTasks, selectTargets} from "../../graph/select-targets.ts";
import {recordOfName} from "../artifact.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject} from "../project.ts";

/** `vvs log`: what a task printed, the failed attempt first if that is its latest. */
export async function logCommand(
  name: string,
  options: GraphOptions & {directory?: string},
  {print, note}: Console
): Promise<number> {
  const project = await openProject(options.directory, options);
  const {graph, store, codes} = project;
  const [task = name] = selectTargets(graph, [name]);
  const found = (await survey(graph, store, codes, neededTasks(graph, [task]), note)).get(task);
  if (found?.state === "stale" && existsSync(failureLog(store, found.key))) {
    print(readFileSync(failureLog(store, found.key), "utf8"));
    return 0;
  }
  const {record} = recordOfName(project, name);
  if (record.log) print(readFileSync(store.objects.path(record.log), "utf8"));
  else note(`${record.task} printed nothing`);
  return 0;
}
