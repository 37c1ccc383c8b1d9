import {readFileSync} from "node:fs";
import {hostname} from "node:os";
import {hasCode} from "../errors/error-code.ts";

/** The process that a file in the cache belongs to. */
export interface Owner {
  pid: number;
  host: string;
  /** When the owning process started, as the system counts it: tells it from a later one with the same number. */
  born: string;
}

export function thisProcess(): Owner {
  return {pid: process.pid, host: hostname(), born: bornAt(process.pid)};
}

export function parseOwner(text: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(text);
    if (typeof owner !== "object" || owner === null) return undefined;
    if (!("pid" in owner && "host" in owner && "born" in owner)) return undefined;
    return {pid: Number(owner.pid), host: String(owner.host), born: String(owner.born)};
  } catch {
    return undefined;
  }
}

/** Whether the owner still runs; on another host, which cannot be asked, whether its file is younger than `foreign`. */
export function isAlive({pid, host, born}: Owner, age: number, foreign: number): boolean {
  if (host !== hostname()) return age < foreign;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, "EPERM");
  }
  return born === "" || bornAt(pid) === "" || bornAt(pid) === born;
}

/** Start time of a process in clock ticks since boot; empty where the system does not say. */
function bornAt(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[19] ?? "";
  } catch {
    return "";
  }
}
