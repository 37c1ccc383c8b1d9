import {type ChildProcess, spawn} from "node:child_process";
import {closeSync, openSync} from "node:fs";
import {killGroup} from "./kill-group.ts";
import {endGroup, hasLeftovers} from "./leftovers.ts";
import {endingOf, type Limits, watch} from "./limits.ts";
import type {Outcome} from "./outcome.ts";
import {ShellSlot} from "./shell-slot.ts";
import {traceArguments} from "./trace.ts";
import {guard} from "./watchdog.ts";

/** Variables that every command sees; others only where the stage declares them. */
const ALWAYS = ["PATH", "HOME", "TMPDIR", "USER"];

/** One command as it is to be run. */
export interface CommandLine {
  /** Run with `sh -c` or, when a list, without a shell. */
  command: string | string[];
  folder: string;
  /** Names of variables that it sees. */
  env: string[];
  /** The file to which what it prints is added. */
  log: string;
  limits: Limits;
  /** The file to which its system calls are written; undefined where they are not traced. */
  trace: string | undefined;
}

/** Commands that are running, so that a second Ctrl-C can end them with all their children. */
export class Commands {
  readonly #running = new Set<ChildProcess>();
  readonly #idle: ShellSlot[] = [];
  readonly #shells = new Set<ShellSlot>();

  run(line: CommandLine): Promise<Outcome> {
    const {command, env, trace} = line;
    const plain =
      typeof command === "string" && env.length === 0 && trace === undefined && process.platform === "linux";
    return plain ? this.#runInShell(command, line) : this.#runAlone(line);
  }

  /** Lets the shells end; nothing runs any more. */
  close(): void {
    for (const shell of this.#shells) shell.close();
  }

  kill(): void {
    for (const child of this.#running) killGroup(child);
    for (const shell of this.#shells) shell.kill();
  }

  async #runInShell(command: string, {folder, log, limits}: CommandLine): Promise<Outcome> {
    let shell = this.#idle.pop();
    while (shell && !shell.alive) shell = this.#idle.pop();
    shell ??= new ShellSlot(pick(ALWAYS));
    this.#shells.add(shell);
    const watched = shell.pid === undefined ? undefined : watch(shell.pid, limits, () => shell.kill());
    const {status, signal} = await shell.run(command, folder, log);
    watched?.stop();
    if (shell.alive && shell.pid !== undefined && !hasLeftovers(shell.pid)) this.#idle.push(shell);
    else {
      if (shell.pid !== undefined) await endGroup(shell.pid);
      this.#shells.delete(shell);
    }
    if (status === 0 && signal === null) return {state: "done", peakMemory: watched?.peak() ?? null};
    const reason = watched?.exceeded() ?? endingOf("the command", status, signal);
    return {state: "failed", reason, mistake: true};
  }

  #runAlone({command, folder, env, log, limits, trace}: CommandLine): Promise<Outcome> {
    const words = typeof command === "string" ? ["/bin/sh", "-c", command] : command;
    const [program = "", ...args] = trace === undefined ? words : [...traceArguments(trace), ...words];
    const output = openSync(log, "a");
    const child = spawn(program, args, {
      cwd: folder,
      env: pick([...ALWAYS, ...env]),
      stdio: ["ignore", output, output],
      detached: true
    });
    closeSync(output);
    this.#running.add(child);
    guard(child);
    const watched = child.pid === undefined ? undefined : watch(child.pid, limits, () => killGroup(child));
    return new Promise((resolve) => {
      const finish = (outcome: Outcome) => {
        this.#running.delete(child);
        watched?.stop();
        resolve(outcome);
      };
      child.on("error", (error) =>
        finish({state: "failed", reason: `could not start ${program}: ${error.message}`, mistake: true})
      );
      child.on("close", async (code, signal) => {
        if (child.pid !== undefined) await endGroup(child.pid);
        if (code === 0) return finish({state: "done", peakMemory: watched?.peak() ?? null});
        const reason = watched?.exceeded() ?? endingOf("the command", code, signal);
        finish({state: "failed", reason, mistake: true});
      });
    });
  }
}

function pick(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  );
}
