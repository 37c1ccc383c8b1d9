import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {type Digest, digestOfFile} from "../hash/digest.ts";
import type {TaskRecord} from "../store/record.ts";

/** Where and from which checkout a run was made: kept in each record, part of no key. */
export type Circumstances = Pick<TaskRecord, "host" | "platform" | "node" | "git" | "lockfile">;

/** More than this of uncommitted changes is not kept. */
const LARGEST_DIFF = 4 << 20;

/** @param keep stores the text of what was not committed, and returns its digest */
export async function circumstancesOf(folder: string, keep: (text: string) => Digest): Promise<Circumstances> {
  const lockfile = join(folder, "package-lock.json");
  const [git, lock] = await Promise.all([gitState(folder, keep), existsSync(lockfile) ? digestOfFile(lockfile) : null]);
  return {
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    git,
    lockfile: lock
  };
}

async function gitState(folder: string, keep: (text: string) => Digest): Promise<TaskRecord["git"]> {
  const git = async (...args: string[]) =>
    (await promisify(execFile)("git", args, {cwd: folder, maxBuffer: LARGEST_DIFF})).stdout;
  try {
    const [commit, changes] = await Promise.all([git("rev-parse", "HEAD"), git("status", "--porcelain", "-uall")]);
    const state = {commit: commit.trim(), dirty: changes.trim() !== ""};
    if (!state.dirty) return state;
    const diff = await git("diff", "HEAD", "--no-color", "--no-ext-diff").catch(() => undefined);
    const untracked = changes
      .split("\n")
      .flatMap((line) => (line.startsWith("?? ") ? [`# not tracked: ${line.slice(3)}\n`] : []));
    return diff === undefined ? state : {...state, diff: keep(untracked.join("") + diff)};
  } catch {
    return null;
  }
}
