import type {ChildProcess} from "node:child_process";

/** Ends a child that leads a group of its own, with all that is in the group. */
export function killGroup(child: ChildProcess): void {
  try {
    if (child.pid) process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
