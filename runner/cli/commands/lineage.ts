import {readFileSync, statSync} from "node:fs";
import {UserMistake} from "../../errors/user-mistake.ts";
import {parseOutputName} from "../../graph/task-name.ts";
import {digestOf} from "../../hash/digest.ts";
import {filePath, lineageOfDigest, lineageOfFile} from "../../provenance/lineage/find-artifact.ts";
import type {Lineage} from "../../provenance/lineage/lineage.ts";
import {lineageDot, lineageSvg} from "../../provenance/lineage/lineage-graph.ts";
import {toTree} from "../../provenance/lineage/lineage-json.ts";
import {lineageText} from "../../provenance/lineage/lineage-text.ts";
import {cellIn, cellText, lineageOfRow, parseCell} from "../../provenance/lineage/table-cell.ts";
import {Tracer} from "../../provenance/lineage/trace-lineage.ts";
import {recordOfName} from "../artifact.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject, type Project} from "../project.ts";

export interface LineageOptions extends GraphOptions {
  directory?: string;
  json?: boolean;
  format?: string;
}

/** `vvs lineage`: from a task, an artifact, a published file, a cell of a table or a digest down to the sources. */
export async function lineageCommand(name: string, options: LineageOptions, {print}: Console): Promise<number> {
  const project = await openProject(options.directory, options);
  const cellName = filePath(name, project.folder) === undefined ? parseCell(name) : undefined;
  const whole = await lineageOf(cellName?.table ?? name, project);
  const cell = cellName && cellIn(tableText(cellName.table, whole, project), cellName);
  const row = cell && lineageOfRow(whole, cell, project.store);
  const lineage = row ?? whole;
  const format = options.json ? "json" : options.format;
  if (format === "json")
    print(`${JSON.stringify({...toTree(lineage), ...(cell && {cell: {...cell, narrowed: row !== undefined}})})}\n`);
  else if (format === "dot") print(lineageDot(lineage));
  else if (format === "svg") print(await lineageSvg(lineage));
  else print((cellName && cell ? cellText(cellName, cell, row !== undefined) : "") + lineageText(lineage));
  return 0;
}

/** The bytes of a table, which are those that its lineage is of. */
function tableText(name: string, {root, asked, steps}: Lineage, {store, folder}: Project): string {
  const outputs = Object.values(steps.get(root ?? "")?.record.outputs ?? {});
  const sole = outputs.length === 1 ? outputs[0]?.digest : undefined;
  const sha256 = asked && "source" in asked ? asked.source.sha256 : (asked?.sha256 ?? sole);
  if (sha256 === undefined) throw new UserMistake(`${name} has several outputs`, {advice: "name one: TASK/OUTPUT"});
  const file = filePath(name, folder);
  const paths = [store.objects.path(sha256), ...(file === undefined ? [] : [file])];
  const bytes = paths
    .filter((path) => statSync(path, {throwIfNoEntry: false})?.isFile())
    .map((path) => readFileSync(path));
  const found = bytes.find((one) => digestOf(one) === sha256);
  if (!found)
    throw new UserMistake(`${name} is no table, or its bytes are lost or corrupt`, {advice: "vvs audit tells which"});
  return found.toString("utf8");
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
