import {readFileSync, renameSync, statSync, writeFileSync} from "node:fs";
import {isAbsolute, join} from "node:path";
import {crc32} from "node:zlib";
import type {Digest} from "../hash/digest.ts";
import {type Stamp, stampOf} from "../hash/stamp.ts";
import type {Layout} from "./layout.ts";
import {writeIfPossible} from "./read-only.ts";

/** Changes whenever an older version could not read what this one writes. */
const FORMAT = 1;

/**
 * The last run that left nothing to do, with the stamp of every file that it looked at: while all are as they were, the
 * same call has nothing to do either, and need not even read the pipeline. Derived; anything else than a perfect match
 * is as if it were not there.
 */
export interface SettledRun {
  /** What was asked for, by which version of the command, on which kind of machine. */
  invocation: Digest;
  /** Variables that tasks declare; null where one was not set. */
  environment: Record<string, string | null>;
  /** Files and folders, relative to the project's folder (outside it absolute) -> stamp; "" where there was none. */
  watched: Record<string, Stamp>;
  /** Folders, likewise -> change time (ms): nothing has come to them or gone. */
  folders: Record<string, number>;
  /** Digest of its manifest, how many tasks it holds, and the profile that it was for. */
  run: Digest;
  tasks: number;
  profile: string | null;
  /** Objects whose text is shown at the end of a run. */
  shown: Digest[];
  /** What the last lines say of the published files. */
  published: string[];
}

/** Notes a run after which there is nothing to do. */
export function writeSettledRun(layout: Layout, run: SettledRun): void {
  const json = JSON.stringify(run);
  const temporary = join(layout.work, `settled-${process.pid}-`);
  writeIfPossible(layout.work, () => {
    writeFileSync(temporary, `${FORMAT} ${crc32(json)}\n${json}`);
    renameSync(temporary, path(layout.root));
  });
}

/** The noted run, if it was for this very call and nothing that it looked at has changed. */
export function settledRun(folder: string, invocation: Digest): SettledRun | undefined {
  const run = read(join(folder, "cache"));
  if (run?.invocation !== invocation) return undefined;
  for (const [name, value] of Object.entries(run.environment))
    if ((process.env[name] ?? null) !== value) return undefined;
  const full = (path: string) => (isAbsolute(path) ? path : `${folder}/${path}`);
  for (const path in run.folders) if (changeTime(full(path)) !== run.folders[path]) return undefined;
  for (const path in run.watched) if ((stampOf(full(path)) ?? "") !== run.watched[path]) return undefined;
  return run;
}

/** When something last came to a folder or went from it (ms); -1 where there is none. */
export function changeTime(folder: string): number {
  return statSync(folder, {throwIfNoEntry: false})?.ctimeMs ?? -1;
}

function path(root: string): string {
  return join(root, "index", "settled.json");
}

function read(root: string): SettledRun | undefined {
  try {
    const text = readFileSync(path(root), "utf8");
    const end = text.indexOf("\n");
    const json = text.slice(end + 1);
    if (text.slice(0, end) !== `${FORMAT} ${crc32(json)}`) return undefined;
    const run: SettledRun = JSON.parse(json);
    return run;
  } catch {
    return undefined;
  }
}
