import type {CommandContext} from "../stage/define-command.ts";
import {artifactPath} from "./artifact.ts";
import type {Console} from "./console.ts";
import {openProject, projectFolder} from "./project.ts";

/** What a project's own command is given. The graph is loaded only if it asks for an artifact. */
export async function commandContext(
  directory: string | undefined,
  json: boolean,
  {print, note}: Console
): Promise<CommandContext> {
  return {
    folder: projectFolder(directory),
    json,
    print,
    note,
    artifact: async (name) => artifactPath(await openProject(directory, {}), name, note)
  };
}
