import {statfsSync} from "node:fs";

/** Less free space than this, and programs fail in ways of their own. Bytes. */
const NOTHING_LEFT = 64 << 10;

/** What to say of an error for want of disk space; undefined for any other error. */
export function fullDiskReason(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error)) return undefined;
  if (error.code !== "ENOSPC" && error.code !== "EDQUOT") return undefined;
  return error.code === "ENOSPC" ? "the disk is full" : "the disk quota is used up";
}

/** Is there no room left where this folder is? Tells why a program failed that did not say. */
export function isDiskFull(folder: string): boolean {
  try {
    const {bavail, bsize} = statfsSync(folder);
    return bavail * bsize < NOTHING_LEFT;
  } catch {
    return false;
  }
}
