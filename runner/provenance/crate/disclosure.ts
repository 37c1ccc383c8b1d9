import {existsSync, readFileSync, statSync} from "node:fs";
import {homedir} from "node:os";
import type {Digest} from "../../hash/digest.ts";
import type {TaskRecord} from "../../store/record.ts";
import type {Store} from "../../store/store.ts";

/** What a crate would tell of people and machines. */
export interface Disclosure {
  /** Host -> number of records that name it. */
  hosts: Map<string, number>;
  /** Objects with what was not committed. */
  diffs: Set<Digest>;
  /** Records whose parameters, command or variables hold a path of this machine, and what they say. */
  paths: {task: string; what: string}[];
  /** Logs that hold a path of this machine, or a host's name. */
  logs: Map<Digest, string>;
}

/** Looks for host names, paths of this machine and uncommitted changes in what is to be given away. */
export function discloses(store: Store, folder: string, records: TaskRecord[]): Disclosure {
  const hosts = new Map<string, number>();
  const diffs = new Set<Digest>();
  for (const {host, git} of records) {
    if (host !== "") hosts.set(host, (hosts.get(host) ?? 0) + 1);
    if (git?.diff !== undefined) diffs.add(git.diff);
  }
  const personal = [folder, homedir()].filter((path) => path !== "/" && path !== "");
  const names = [...hosts.keys()].filter((host) => host.length > 3);
  const paths = records.flatMap(({task, components: {params, code, environment}}) => {
    const {packages: _, ...told} = {packages: {}, ...code};
    const text = JSON.stringify([params, told, environment]);
    const found = personal.find((path) => text.includes(path));
    return found === undefined ? [] : [{task, what: found}];
  });
  const logs = new Map<Digest, string>();
  for (const {log} of records) {
    if (log === null || logs.has(log)) continue;
    const path = store.objects.path(log);
    const text = existsSync(path) && statSync(path).isFile() ? readFileSync(path, "utf8") : "";
    const found = [...personal, ...names].find((word) => text.includes(word));
    if (found !== undefined) logs.set(log, found);
  }
  return {hosts, diffs, paths, logs};
}

/** What is given away, or with `isPublic` left out, in sentences. */
export function disclosureText(
  {hosts, diffs, paths, logs}: Disclosure,
  {isPublic, withObjects}: {isPublic: boolean; withObjects: boolean}
): string[] {
  const told = isPublic ? "left out" : "tells";
  const lines = [...hosts].map(([host, count]) => `${told}: host name ${host} (${count} tasks)`);
  if (withObjects && diffs.size) lines.push(`${told}: uncommitted changes of ${diffs.size} states of the checkout`);
  if (withObjects) for (const [log, what] of logs) lines.push(`${told}: ${what}, in the log ${log.slice(0, 12)}`);
  for (const {task, what} of paths) lines.push(`tells: the path ${what}, in what ${task} was made from`);
  if (lines.length && !isPublic) lines.push("--public leaves out host names, uncommitted changes and such logs");
  return lines;
}
