import {UserMistake} from "../errors/user-mistake.ts";
import type {StageCodes} from "../execute/stage-code.ts";
import type {Graph} from "../graph/types.ts";

/** Checks the parameters of module stages against their schemas before anything runs; all mistakes at once. */
export async function checkParameters(graph: Graph, codes: StageCodes, names: string[]): Promise<void> {
  const problems: string[] = [];
  for (const name of names) {
    const task = graph.tasks.get(name);
    const stage = task && graph.stages.get(task.stage);
    if (!task || !stage?.module) continue;
    const {params} = await codes.definition(stage.module);
    const {file, line, column} = stage.place;
    for (const {path, message} of params.safeParse(task.params).error?.issues ?? [])
      problems.push(`${file}:${line}:${column}: ${name}: parameter ${path.join(".")}: ${message}`);
  }
  if (problems.length) throw new UserMistake(problems.join("\n"));
}
