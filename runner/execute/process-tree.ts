import {readdirSync, readFileSync} from "node:fs";

/** A process and all below it. Only Linux tells; elsewhere it is the process alone. */
export function processTree(root: number): number[] {
  const found = [root];
  for (const pid of found) {
    for (const thread of entries(`/proc/${pid}/task`))
      for (const child of text(`/proc/${pid}/task/${thread}/children`).split(" ")) if (child) found.push(Number(child));
  }
  return found;
}

/** Bytes of memory that a process tree holds, pages that its processes share counted for each of them. */
export function residentBytes(pids: number[]): number {
  return sum(pids.map((pid) => kilobytes(text(`/proc/${pid}/status`), "VmRSS")));
}

/** Bytes of memory that a process tree holds, shared pages counted once. Dearer to find than `residentBytes`. */
export function proportionalBytes(pids: number[]): number {
  return sum(pids.map((pid) => kilobytes(text(`/proc/${pid}/smaps_rollup`), "Pss")));
}

export function killTree(root: number): void {
  for (const pid of processTree(root)) {
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // It has ended.
    }
  }
}

function kilobytes(status: string, name: string): number {
  return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0);
}

function sum(kilobytes: number[]): number {
  return 1024 * kilobytes.reduce((total, one) => total + one, 0);
}

/** A file of /proc; empty when its process has ended. */
export function text(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** Names in a folder of /proc; none when its process has ended. */
export function entries(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
