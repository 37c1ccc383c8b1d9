import {existsSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {UserMistake} from "../errors/user-mistake.ts";
import type {Digest} from "../hash/digest.ts";
import {type Layout, namesIn} from "../store/layout.ts";
import {historyLines} from "./history.ts";
import type {Manifest} from "./manifest.ts";

/** The manifests of the last `count` runs whose results differ, the latest first. */
export function lastRuns(layout: Layout, count: number): Digest[] {
  const runs = new Set<Digest>();
  for (const line of historyLines(layout).reverse()) {
    if (runs.size >= count) break;
    const [, manifest] = /"manifest":"([0-9a-f]{64})"/.exec(line) ?? [];
    if (manifest !== undefined && existsSync(join(layout.runs, `${manifest}.json`))) runs.add(manifest);
  }
  return [...runs];
}

export function readManifest(layout: Layout, run: Digest): Manifest {
  return JSON.parse(readFileSync(join(layout.runs, `${run}.json`), "utf8"));
}

/** Manifests of the runs that a person wants to keep. */
export function pinnedRuns(layout: Layout): Digest[] {
  return namesIn(layout.runs).flatMap((name) => (name.endsWith(".pin") ? [name.slice(0, -".pin".length)] : []));
}

/** Keeps a run, or lets go of it; returns its whole digest. */
export function pinRun(layout: Layout, prefix: string, keep: boolean): Digest {
  const all = keep
    ? namesIn(layout.runs).flatMap((name) => /^([0-9a-f]{64})\.json$/.exec(name)?.[1] ?? [])
    : pinnedRuns(layout);
  const found = all.filter((name) => name.startsWith(prefix));
  const [run] = found;
  if (run === undefined || found.length > 1) {
    const known = keep ? lastRuns(layout, 5) : pinnedRuns(layout);
    const what = `${found.length || "no"} ${keep ? "" : "pinned "}runs have a manifest that begins so`;
    throw new UserMistake(`${prefix}: ${what}`, {
      advice: `${keep ? "the last runs" : "pinned"}: ${known.map((one) => one.slice(0, 16)).join(", ") || "none"}`
    });
  }
  const pin = join(layout.runs, `${run}.pin`);
  if (keep) writeFileSync(pin, "");
  else rmSync(pin, {force: true});
  return run;
}
