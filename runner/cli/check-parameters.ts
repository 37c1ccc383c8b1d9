import {UserMistake} from "../errors/user-mistake.ts";
import type {StageCodes} from "../execute/stage-code.ts";
import type {Graph} from "../graph/types.ts";

/**
 * Checks the parameters of module stages against their schemas before anything runs; all mistakes at once, one that a
 * grid repeats told once.
 */
export async function checkParameters(graph: Graph, codes: StageCodes, names: string[]): Promise<void> {
  const problems = new Map<string, string[]>();
  for (const name of names) {
    const task = graph.tasks.get(name);
    const stage = task && graph.stages.get(task.stage);
    if (!task || !stage?.module) continue;
    const {params} = await codes.definition(stage.module);
    const {file, line, column} = stage.place;
    for (const {path, message} of params.safeParse(task.params).error?.issues ?? []) {
      const problem = `${file}:${line}:${column}: stages.${stage.name}: parameter ${path.join(".")}: ${message}`;
      problems.set(problem, [...(problems.get(problem) ?? []), name]);
    }
  }
  if (problems.size === 0) return;
  const lines = [...problems].map(([problem, [first, ...others]]) => {
    return `${problem} (${first}${others.length ? ` and ${others.length} more tasks` : ""})`;
  });
  throw new UserMistake(lines.join("\n"));
}
