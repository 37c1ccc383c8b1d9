import {resolve} from "node:path";
import {UserMistake} from "../../errors/user-mistake.ts";
import {selectTargets} from "../../graph/select-targets.ts";
import {disclosureText} from "../../provenance/crate/disclosure.ts";
import {disclosureOf, writeCrate} from "../../provenance/crate/write-crate.ts";
import type {Lineage} from "../../provenance/lineage/lineage.ts";
import {Tracer} from "../../provenance/lineage/trace-lineage.ts";
import type {Console} from "../console.ts";
import {type GraphOptions, openProject} from "../project.ts";

export interface ExportCrateOptions extends GraphOptions {
  directory?: string;
  withObjects?: boolean;
  public?: boolean;
  json?: boolean;
  version: string;
}

/** `vvs export crate`: results and all that they rest on, as a Workflow Run RO-Crate. */
export async function exportCrateCommand(
  target: string,
  patterns: string[],
  options: ExportCrateOptions,
  {print, note}: Console
): Promise<number> {
  const {graph, store} = await openProject(options.directory, options);
  const tracer = new Tracer(store, graph);
  const lineages = new Map<string, Lineage>();
  const missing: string[] = [];
  for (const name of selectTargets(graph, patterns)) {
    const key = store.names.key(name);
    const record = key === undefined ? undefined : store.records.read(key);
    if (record) lineages.set(name, tracer.trace(record, name));
    else missing.push(name);
  }
  if (lineages.size === 0) throw new UserMistake("nothing of this has been made yet", {advice: "run: vvs run"});
  if (missing.length)
    note(`not made, so not in it: ${missing.slice(0, 5).join(", ")}${missing.length > 5 ? ", ..." : ""}`);
  const [withObjects, isPublic] = [options.withObjects ?? false, options.public ?? false];
  const crate = {graph, store, lineages, target: resolve(target), withObjects, isPublic, version: options.version};
  const disclosure = disclosureOf(crate);
  for (const line of disclosureText(disclosure, crate)) note(line);
  const {files, manifest} = await writeCrate(crate, disclosure);
  store.flush();
  if (options.json) print(`${JSON.stringify({folder: crate.target, files, manifest, tasks: lineages.size})}\n`);
  else {
    print(`${crate.target}: ${files} files; open ro-crate-preview.html\n`);
    if (manifest !== null)
      print(`manifest ${manifest}; to run it all again: npm ci, then vvs -C ${target} audit --replay all\n`);
  }
  return 0;
}
