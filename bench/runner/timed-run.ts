import {spawn} from "node:child_process";
import {closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync} from "node:fs";
import {killTree} from "../../runner/execute/process-tree.ts";
import {diary} from "./graphs.ts";

export interface Measured {
  /** Wall seconds; undefined where it was ended at the limit. */
  seconds: number | undefined;
  /** Exit status; null where a signal ended it. */
  status: number | null;
  /** Ids of the tasks that ran, in the order that they ended. */
  ran: string[];
  /** The most memory that one of its processes held, in kB; undefined where the system does not tell. */
  peak: number | undefined;
  /** What it printed. */
  said: string;
}

const clock = "/usr/bin/time";

/**
 * Runs a command in a folder to its end, or kills it after `limit` seconds. What it prints goes to a file, and what
 * it held is asked of the system's `time`; without that the process itself is looked at every 20 ms.
 */
export async function timedRun(command: string[], folder: string, limit: number): Promise<Measured> {
  writeFileSync(diary(folder), "");
  const [printed, memory] = [`${folder}.printed`, `${folder}.memory`];
  const timed = existsSync(clock);
  const [program = "", ...args] = timed ? [clock, "-q", "-f", "%M", "-o", memory, ...command] : command;
  const output = openSync(printed, "w");
  const started = performance.now();
  const child = spawn(program, args, {cwd: folder, stdio: ["ignore", output, output], detached: true});
  closeSync(output);
  let peak: number | undefined;
  const look = () => {
    peak = mostHeld(child.pid) ?? peak;
  };
  const looking = timed ? undefined : setInterval(look, 20);
  const late = setTimeout(() => child.pid && killTree(child.pid), limit * 1000);
  const status = await new Promise<number | null>((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", resolve);
  });
  const seconds = (performance.now() - started) / 1000;
  clearTimeout(late);
  clearInterval(looking);
  if (timed && existsSync(memory)) peak = Number(readFileSync(memory, "utf8").trim()) || undefined;
  const said = readFileSync(printed, "utf8").trim();
  for (const path of [printed, memory]) rmSync(path, {force: true});
  return {seconds: seconds < limit ? seconds : undefined, status, ran: ranIn(folder), peak, said};
}

/** Ids of the tasks that ran since the diary was emptied. */
export function ranIn(folder: string): string[] {
  return readFileSync(diary(folder), "utf8").split("\n").filter(Boolean);
}

function mostHeld(pid: number | undefined): number | undefined {
  try {
    const found = /^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
    return found === undefined ? undefined : Number(found);
  } catch {
    return undefined;
  }
}
