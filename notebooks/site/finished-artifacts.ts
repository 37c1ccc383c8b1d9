import {readFileSync} from "node:fs";
import {globTest, parseOutputName} from "../../runner/graph/task-name.ts";
import {digestOf} from "../../runner/hash/digest.ts";
import {openStore} from "../../runner/store/store.ts";
import type {ArtifactSource} from "../parts/artifact.ts";

/** A finished artifact: where its bytes are, and what is known of them. */
export interface FinishedArtifact {
  source: ArtifactSource;
  /** Absolute path of the object in the cache. */
  path: string;
}

/** What a name of `vvs cat` stands for: artifacts, or a sentence that says what to run first. */
export type Finding = {artifacts: FinishedArtifact[]} | {missing: string};

/** Looks for the artifacts of a name; a `*` in it may stand for many. */
export type Finder = (name: string) => Finding;

/** Finds the newest artifacts in the cache of the project in `folder`. */
export function inCache(folder: string): Finder {
  return (name) => {
    const store = openStore(folder);
    const {task: wanted, output} = parseOutputName(name);
    const fits = globTest(wanted);
    const artifacts: FinishedArtifact[] = [];
    for (const [task, key] of [...store.names.entries()].sort(byName)) {
      if (!fits(task)) continue;
      const record = store.records.read(key);
      if (!record) continue;
      const outputs = Object.keys(record.outputs);
      const named = output ?? (outputs.length === 1 ? outputs[0] : undefined);
      const object = named === undefined ? undefined : record.outputs[named];
      if (named === undefined || !object || object.kind === "folder")
        return {missing: `${name}: name a file of this task: ${outputs.map((one) => `${task}/${one}`).join(", ")}`};
      artifacts.push({
        path: store.objects.path(object.digest),
        source: {
          name: outputs.length === 1 ? task : `${task}/${named}`,
          file: record.components.outputs[named] ?? named,
          sha256: object.digest,
          madeAt: record.endedAt,
          lineage: `vvs lineage ${quoted(task)}`
        }
      });
    }
    return artifacts.length > 0 ? {artifacts} : notMade(name, wanted);
  };
}

/** Finds artifacts among files that were handed over: name -> path. When they were made, their task's record says. */
export function amongFiles(files: ReadonlyMap<string, string>): Finder {
  const sources = new Map(
    [...files].sort(byName).map(([name, path]) => {
      const {task} = parseOutputName(name);
      const bytes = readFileSync(path);
      const file = `${name.replace(/^.*\//, "")}${bytes[0] === BRACE ? ".json" : ".csv"}`;
      const source = {name, file, sha256: digestOf(bytes), madeAt: null, lineage: `vvs lineage ${quoted(task)}`};
      return [name, {path, source}];
    })
  );
  return (name) => {
    const fits = globTest(name);
    const artifacts = [...sources].flatMap(([one, artifact]) => (fits(one) ? [artifact] : []));
    return artifacts.length > 0 ? {artifacts} : notMade(name, parseOutputName(name).task);
  };
}

/** How a file of JSON begins, which a table does not. */
const BRACE = "{".charCodeAt(0);

function notMade(name: string, task: string): Finding {
  return {missing: `${name} has not been made yet; run: vvs run ${quoted(task)}`};
}

function byName([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}

function quoted(task: string): string {
  return /[[*]/.test(task) ? `'${task}'` : task;
}
