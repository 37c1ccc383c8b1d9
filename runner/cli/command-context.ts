import {readFileSync} from "node:fs";
import {parseOutputName} from "../graph/task-name.ts";
import {Origins} from "../provenance/origin/origins.ts";
import {provenanceOf} from "../provenance/provenance-of.ts";
import type {CommandContext} from "../stage/define-command.ts";
import {artifactFile, findArtifact, recordOfName} from "./artifact.ts";
import type {Console} from "./console.ts";
import {plannedTasks} from "./planned-tasks.ts";
import {type GraphOptions, openProject, type Project, projectFolder} from "./project.ts";

/** What a project's own command is given. The graph is loaded only if it asks for something of it. */
export async function commandContext(
  directory: string | undefined,
  json: boolean,
  {print, note}: Console,
  options: GraphOptions = {}
): Promise<CommandContext> {
  let opened: Promise<Project> | undefined;
  const project = () => {
    opened ??= openProject(directory, options);
    return opened;
  };
  return {
    folder: projectFolder(directory),
    json,
    print,
    note,
    artifact: async (name) => (await findArtifact(await project(), name, note)).path,
    tasks: async () => plannedTasks(await project(), note),
    published: async (name) => publishedBytes(await project(), name, note),
    provenance: async (targets) => {
      const {graph, store} = await project();
      return provenanceOf(graph, store, targets);
    }
  };
}

async function publishedBytes(project: Project, name: string, note: (line: string) => void): Promise<Uint8Array> {
  const path = await artifactFile(project, name, note);
  const {task, record} = recordOfName(project, name);
  const output = parseOutputName(name).output ?? Object.keys(record.outputs)[0] ?? "";
  const [graphTask, object] = [project.graph.tasks.get(task), record.outputs[output]];
  const origins = new Origins(project.graph, project.store);
  const figure = graphTask && object && (await origins.publishable(graphTask, output, record.key, object));
  return figure ?? readFileSync(path);
}
