import {execFile} from "node:child_process";
import {existsSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {promisify} from "node:util";
import {digestOfFile} from "../hash/digest.ts";
import type {TaskRecord} from "../store/record.ts";

/** Where and from which checkout a run was made: kept in each record, part of no key. */
export type Circumstances = Pick<TaskRecord, "host" | "platform" | "node" | "git" | "lockfile">;

export async function circumstancesOf(folder: string): Promise<Circumstances> {
  const lockfile = join(folder, "package-lock.json");
  const [git, lock] = await Promise.all([gitState(folder), existsSync(lockfile) ? digestOfFile(lockfile) : null]);
  return {
    host: hostname(),
    platform: `${process.platform}-${process.arch}`,
    node: process.version,
    git,
    lockfile: lock
  };
}

async function gitState(folder: string): Promise<TaskRecord["git"]> {
  const git = async (...args: string[]) => (await promisify(execFile)("git", args, {cwd: folder})).stdout.trim();
  try {
    const [commit, changes] = await Promise.all([git("rev-parse", "HEAD"), git("status", "--porcelain")]);
    return {commit, dirty: changes !== ""};
  } catch {
    return null;
  }
}
