import {type ChildProcess, spawn} from "node:child_process";
import {openSync, unlinkSync, writeSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";

/**
 * Ends what the runner started if the runner itself is killed: one shell a run, in a session of its own, waits for the
 * end of a pipe, which comes however the runner dies, and kills the process groups that are then in a list. The list is
 * a file without a name, a line for each child, so that a task costs two small writes and wakes nobody. (The kernel's
 * own means, a parent-death signal, would cost one more program for each task and reach only the first process of a
 * command.)
 */
const SCRIPT = `
read -r end
while read -r pid; do
  test -z "$pid" || kill -KILL "-$pid" || kill -KILL "$pid"
done <&3
`;
const LINE = 12;

interface Watchdog {
  list: number;
  /** Lines of the list that no child has. */
  free: number[];
  lines: number;
}

let watchdog: Watchdog | undefined;

/** Puts a child under guard until it ends. */
export function guard(child: ChildProcess): void {
  const {pid} = child;
  if (pid === undefined) return;
  watchdog ??= startWatchdog();
  const {free} = watchdog;
  const line = free.pop() ?? watchdog.lines++;
  writeLine(watchdog.list, line, String(pid));
  child.once("exit", () => {
    if (watchdog) writeLine(watchdog.list, line, "");
    free.push(line);
  });
}

function startWatchdog(): Watchdog {
  const path = join(tmpdir(), `vvs-children-${process.pid}-${Date.now().toString(36)}`);
  const list = openSync(path, "wx+", 0o600);
  unlinkSync(path);
  const shell = spawn("/bin/sh", ["-c", SCRIPT], {stdio: ["pipe", "ignore", "ignore", list], detached: true});
  shell.unref();
  const {stdin} = shell;
  // Without a shell, or when someone ends it, the run goes on unguarded.
  for (const part of [shell, stdin]) part?.on("error", () => {});
  if (stdin && "unref" in stdin && typeof stdin.unref === "function") stdin.unref();
  return {list, free: [], lines: 0};
}

function writeLine(list: number, line: number, text: string): void {
  try {
    writeSync(list, `${text.padEnd(LINE - 1)}\n`, line * LINE);
  } catch {
    // A full disk leaves the child unguarded.
  }
}
