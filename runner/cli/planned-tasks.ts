import {filesHere, parseMirrors, sourceOf} from "../execute/fetch-source.ts";
import {forecast} from "../execute/forecast.ts";
import {survey} from "../execute/survey.ts";
import {neededTasks, selectTargets} from "../graph/select-targets.ts";
import type {PlannedTask} from "../stage/define-command.ts";
import type {Project} from "./project.ts";

/** The tasks that the profile's targets need, and what each would take. */
export async function plannedTasks(
  {folder, graph, store, codes}: Project,
  note: (line: string) => void
): Promise<PlannedTask[]> {
  const targets = graph.targets ? selectTargets(graph, graph.targets) : [...graph.tasks.keys()];
  const names = neededTasks(graph, targets);
  const surveyed = await survey(graph, store, codes, names, note);
  const isPending = (name: string) => surveyed.get(name)?.state !== "fresh";
  const expected = await forecast(graph, store, codes, names.filter(isPending));
  const place = {folder, mirrors: parseMirrors(process.env.VVS_MIRROR)};
  return names.flatMap((name) => {
    const task = graph.tasks.get(name);
    const stage = task && graph.stages.get(task.stage);
    if (!task || !stage) return [];
    const pending = isPending(name);
    const source = sourceOf(graph, task);
    const inputs = task.inputs.map(({name: input, references}): [string, string[]] => {
      return [input, references.flatMap((reference) => (reference.kind === "task" ? [reference.task] : []))];
    });
    return {
      name,
      module: stage.module,
      params: task.params,
      inputs: Object.fromEntries(inputs),
      pending,
      seconds: pending ? expected.secondsOf(name) : 0,
      bytes: pending ? expected.bytesOf(name) : 0,
      download: pending && source && filesHere(source, place).length === 0 ? (source.bytes ?? null) : 0
    };
  });
}
