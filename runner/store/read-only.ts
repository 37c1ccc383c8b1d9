import {existsSync} from "node:fs";
import {UserMistake} from "../errors/user-mistake.ts";

const CODES = new Set(["EROFS", "EACCES", "EPERM"]);

/** Whether an error says that a folder cannot be written: read-only, somebody else's, or never to be made. */
export function isReadOnly(error: unknown, folder: string): boolean {
  if (!(error instanceof Error && "code" in error)) return false;
  return CODES.has(String(error.code)) || (error.code === "ENOENT" && !existsSync(folder));
}

/** Does what needs a cache that can be written; a UserMistake where it cannot. */
export function mustWrite<T>(root: string, folder: string, write: () => T): T {
  try {
    return write();
  } catch (error) {
    if (!isReadOnly(error, folder)) throw error;
    throw new UserMistake(`the cache cannot be written (${error instanceof Error ? error.message : error})`, {
      file: root,
      advice:
        "make the folder writable, or copy the project to where you may write; " +
        "status, explain, graph, cat and log work as it is"
    });
  }
}

/** Writes what can be done without: where the folder cannot be written, nothing happens. */
export function writeIfPossible(folder: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    if (!isReadOnly(error, folder)) throw error;
  }
}
