import {UserMistake} from "../../errors/user-mistake.ts";
import {parseOutputName} from "../../graph/task-name.ts";
import {filePath, lineageOfDigest, lineageOfFile} from "../../provenance/lineage/find-artifact.ts";
import type {Lineage} from "../../provenance/lineage/lineage.ts";
import {lineageDot, lineageSvg} from "../../provenance/lineage/lineage-graph.ts";
import {toTree} from "../../provenance/lineage/lineage-json.ts";
import {lineageText} from "../../provenance/lineage/lineage-text.ts";
import {Tracer} from "../../provenance/lineage/trace-lineage.ts";
import {recordOfName} from "../artifact.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject, type Project} from "../project.ts";

export interface LineageOptions extends GraphOptions {
  directory?: string;
  json?: boolean;
  format?: string;
}

/** `vvs lineage`: from a task, an artifact, a published file or a digest down to the sources. */
export async function lineageCommand(name: string, options: LineageOptions, {print}: Console): Promise<number> {
  const project = await openProject(options.directory, options);
  const lineage = await lineageOf(name, project);
  const format = options.json ? "json" : options.format;
  if (format === "json") print(`${JSON.stringify(toTree(lineage))}\n`);
  else if (format === "dot") print(lineageDot(lineage));
  else if (format === "svg") print(await lineageSvg(lineage));
  else print(lineageText(lineage));
  return 0;
}

async function lineageOf(name: string, project: Project): Promise<Lineage> {
  const {graph, store, folder} = project;
  const tracer = new Tracer(store, graph);
  const {task: called, output} = parseOutputName(name);
  const isName = graph.tasks.has(called) || graph.stages.has(called) || called.includes("[");
  if (!isName) {
    const path = filePath(name, folder);
    if (path !== undefined) return lineageOfFile(path, folder, store, tracer);
    const found = lineageOfDigest(name, store, tracer);
    if (found) return found;
  }
  const {task, record} = recordOfName(project, name);
  if (output !== undefined && !(output in record.outputs)) {
    const outputs = Object.keys(record.outputs).join(", ");
    throw new UserMistake(`${task} has no output "${output}"`, {advice: `it has: ${outputs}`});
  }
  return tracer.trace(record, task, output);
}
