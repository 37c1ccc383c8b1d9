import type {CommandContext} from "../stage/define-command.ts";
import {artifactPath} from "./artifact.ts";
import type {Console} from "./console.ts";
import {plannedTasks} from "./planned-tasks.ts";
import {type GraphOptions, openProject, projectFolder} from "./project.ts";

/** What a project's own command is given. The graph is loaded only if it asks for an artifact. */
export async function commandContext(
  directory: string | undefined,
  json: boolean,
  {print, note}: Console,
  options: GraphOptions = {}
): Promise<CommandContext> {
  return {
    folder: projectFolder(directory),
    json,
    print,
    note,
    artifact: async (name) => artifactPath(await openProject(directory, options), name, note),
    tasks: async () => plannedTasks(await openProject(directory, options), note)
  };
}
