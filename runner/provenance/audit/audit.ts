import {readFileSync} from "node:fs";
import {join} from "node:path";
import type {Graph} from "../../graph/types.ts";
import {type Digest, digestOf} from "../../hash/digest.ts";
import {namesIn, sharded} from "../../store/layout.ts";
import {allOf} from "../../store/record-references.ts";
import type {Store} from "../../store/store.ts";
import type {EndedRun} from "../history.ts";
import type {CheckedFile, CheckedRecord, FileToCheck} from "./check-file.ts";
import {checkFiles} from "./check-files.ts";
import {checkManifests} from "./check-manifests.ts";
import {checkPublished} from "./check-published.ts";
import {checkReferences, usesOf, withMakers} from "./check-records.ts";
import type {Problem} from "./problem.ts";

export interface Audit {
  /** How many of each were looked at. */
  objects: number;
  records: number;
  problems: Problem[];
  /** Keys of the sound records that the audit is about. */
  keys: Digest[];
  /** The last run of which there is a manifest. */
  last: EndedRun | undefined;
  /** Records that were made again after a run that lists them. */
  remade: number;
}

export interface AuditScope {
  /** Undefined where pipeline.yaml cannot be read: then nothing is said of published files. */
  graph: Graph | undefined;
  /** Tasks whose results, with all that they rest on, are looked at; undefined for the whole cache. */
  targets: string[] | undefined;
}

/**
 * Reads the cache and says what in it is not as it says. Nothing is changed or moved.
 * @param whole whether the whole cache is asked for: then it is read while the graph is
 * @param script the built module of a checking thread
 */
export async function audit(
  store: Store,
  {whole, scope: asked, script}: {whole: boolean; scope: () => Promise<AuditScope>; script?: string}
): Promise<Audit> {
  const {layout} = store;
  const recordFiles = filesIn("record", layout.records);
  const objectFiles = filesIn("object", layout.objects);
  const [checked, {graph, targets}] = await Promise.all([
    checkFiles(whole ? [...recordFiles, ...objectFiles] : recordFiles, script),
    asked()
  ]);
  const problems: Problem[] = [];
  const records = new Map<Digest, CheckedRecord>();
  const damaged = new Set<Digest>();
  for (const {kind, name, path, problem, record} of checked) {
    if (kind !== "record") continue;
    if (record) records.set(record.key, record);
    else {
      damaged.add(name.replace(/\.json$/, ""));
      problems.push({kind: "record", what: problem ?? "", file: path});
    }
  }

  const manifests = checkManifests(store, records, damaged);
  const latest = (task: string) => store.names.key(task) ?? manifests.keys.get(task);
  let scope = records;
  if (targets) {
    const keys = targets.flatMap((task) => latest(task) ?? []);
    scope = withMakers(keys, records);
    const elsewhere = new Set([...records.keys(), ...damaged].filter((key) => !scope.has(key) && !keys.includes(key)));
    removeWhere(manifests.problems, ({kind, file}) => kind === "record" && elsewhere.has(keyOf(file)));
    removeWhere(problems, ({file}) => elsewhere.has(keyOf(file)));
  }
  const inScope = [...scope.values()];
  const needed = targets && new Set(inScope.flatMap(allOf));
  const objects = needed ? objectFiles.filter(({name}) => needed.has(name)) : objectFiles;
  const objectResults = !whole ? await checkFiles(objects, script) : checked.filter(({kind}) => kind === "object");
  problems.push(...objectProblems(objectResults, inScope));
  problems.push(
    ...checkReferences(store, inScope, records.values(), new Set(objectFiles.map(({name}) => name)), manifests.outputs)
  );
  problems.push(...manifests.problems, ...codeCopies(store, needed));
  if (graph) {
    const recordOf = (task: string) => records.get(latest(task) ?? "");
    problems.push(...(await checkPublished(graph, targets ?? [...graph.tasks.keys()], recordOf)));
  }
  return {
    objects: objectResults.length,
    records: targets ? inScope.length : recordFiles.length,
    problems,
    keys: [...scope.keys()],
    last: manifests.last,
    remade: manifests.remade
  };
}

function filesIn(kind: FileToCheck["kind"], folder: string): FileToCheck[] {
  return [...sharded(folder)].map(([name, path]) => ({kind, name, path}));
}

function objectProblems(checked: CheckedFile[], records: CheckedRecord[]): Problem[] {
  const bad = checked.filter(({problem}) => problem !== undefined);
  if (bad.length === 0) return [];
  const uses = usesOf(records);
  return bad.map(({name, path, problem}) => {
    const {kind, use} = uses.get(name) ?? {kind: "object" as const, use: "named by no record"};
    return {kind, what: `${use}: ${problem}`, file: path};
  });
}

/** The files from which bundles run are copies of their objects: checked again before each use, and here. */
function codeCopies({layout}: Store, needed: ReadonlySet<Digest> | undefined): Problem[] {
  return namesIn(layout.code).flatMap((name): Problem[] => {
    const [, digest] = /^([0-9a-f]{64})\.mjs$/.exec(name) ?? [];
    if (digest === undefined || (needed && !needed.has(digest))) return [];
    const file = join(layout.code, name);
    return digestOf(readFileSync(file)) === digest
      ? []
      : [{kind: "bundle", what: "this copy of a bundle is not what its name says", file}];
  });
}

function keyOf(file: string): Digest {
  return file
    .split("/")
    .slice(-2)
    .join("")
    .replace(/\.json$/, "");
}

function removeWhere<T>(list: T[], test: (item: T) => boolean): void {
  for (let index = list.length - 1; index >= 0; index--) {
    const item = list[index];
    if (item !== undefined && test(item)) list.splice(index, 1);
  }
}
