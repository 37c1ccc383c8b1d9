import {existsSync, readFileSync, statSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../../errors/user-mistake.ts";
import {digestOfPath} from "../../hash/digest.ts";
import {sourcesOf} from "../../provenance/lineage/lineage.ts";
import {Tracer} from "../../provenance/lineage/trace-lineage.ts";
import {standing, type Whence, whenceOf, whenceText} from "../../provenance/origin/whence.ts";
import {originsIn} from "../../provenance/origin/with-origin.ts";
import {openStore, type Store} from "../../store/store.ts";
import type {Console} from "../console.ts";
import {projectFolder} from "../project.ts";

/** `vvs whence`: what a figure says of itself, and the cache of it. Exit status 1 where it was changed since. */
export async function whenceCommand(
  file: string,
  {directory, json}: {directory?: string; json?: boolean},
  {print}: Console
): Promise<number> {
  if (!existsSync(file)) throw new UserMistake("there is no such file", {file});
  const store = cacheIn(directory);
  const carried = statSync(file).isFile() ? originsIn(readFileSync(file)) : [];
  const all = carried.length ? carried.map((found) => whenceOf(found, store)) : await recordedBytes(file, store);
  const [first, ...others] = all;
  if (!first) {
    throw new UserMistake("it carries no origin, and no record in the cache made these bytes", {
      file,
      advice: store
        ? "vvs run publishes figures with their origin"
        : "name the project's folder: vvs -C DIR whence FILE"
    });
  }
  if (json) print(`${JSON.stringify({...first, ...(others.length && {others})})}\n`);
  else for (const one of all) print(whenceText(file, one));
  return all.every(({intact}) => intact) ? 0 : 1;
}

/** The cache of the project, where there is a project that has one: a file tells its origin without. */
function cacheIn(directory: string | undefined): Store | undefined {
  try {
    const folder = projectFolder(directory);
    return existsSync(join(folder, "cache", "records")) ? openStore(folder) : undefined;
  } catch (error) {
    if (directory !== undefined) throw error;
    return undefined;
  }
}

/** What the cache knows of a file that carries no origin, such as a published table. */
async function recordedBytes(file: string, store: Store | undefined): Promise<Whence[]> {
  const tracer = store && new Tracer(store);
  const maker = tracer?.makers.of(await digestOfPath(file));
  if (!tracer || !maker) return [];
  const {record, output} = maker;
  const sources = sourcesOf(tracer.trace(record, record.task, output)).map(
    ({source, sha256, url, licence, citation}) => ({
      name: source,
      sha256,
      ...(url !== null && {url}),
      ...(licence !== null && {licence}),
      ...(citation !== null && {citation})
    })
  );
  return [
    {
      task: record.task,
      key: record.key,
      artifact: `${record.task}/${output}`,
      intact: true,
      within: false,
      told: "cache",
      sources,
      cache: {state: "recorded", ...standing(store, record.task, record.key, record)}
    }
  ];
}
