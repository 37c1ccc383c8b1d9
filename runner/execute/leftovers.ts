import {setTimeout as sleep} from "node:timers/promises";
import {entries, text} from "./process-tree.ts";

/** How long killed processes are waited for. */
const PATIENCE_MS = 2000;

/** Processes that were there when the last command ended: none of them is what the next one leaves. */
let known = new Set<string>();

/**
 * Is there a process in the group of a shell, beside the shell, that was not there when this was last asked? A command
 * may leave one running, which would go on to write where the next task works. Only Linux tells.
 */
export function hasLeftovers(shell: number): boolean {
  const now = entries("/proc");
  const found = now.some(
    (name) => !known.has(name) && /^\d+$/.test(name) && name !== String(shell) && isInGroup(name, shell)
  );
  known = new Set(now);
  return found;
}

/** Kills a group of processes, if any is left, and waits until they are gone. */
export async function endGroup(group: number): Promise<void> {
  if (!signalGroup(group)) return;
  const lives = () => entries("/proc").some((name) => /^\d+$/.test(name) && isInGroup(name, group));
  for (const end = Date.now() + PATIENCE_MS; lives() && Date.now() < end; ) await sleep(5);
}

/** Is this a process of the group that has not ended? */
function isInGroup(pid: string, group: number): boolean {
  const [state, , inGroup] = text(`/proc/${pid}/stat`).split(") ").at(-1)?.split(" ") ?? [];
  return Number(inGroup) === group && state !== "Z" && state !== "X";
}

/** Kills a group; false where there is none. */
function signalGroup(group: number): boolean {
  try {
    return process.kill(-group, "SIGKILL");
  } catch {
    return false;
  }
}
