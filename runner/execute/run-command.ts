import {type ChildProcess, spawn} from "node:child_process";
import {closeSync, openSync} from "node:fs";
import type {Outcome} from "./outcome.ts";

/** Variables that every command sees; others only where the stage declares them. */
const ALWAYS = ["PATH", "HOME", "TMPDIR", "USER"];

/** Commands that are running, so that a second Ctrl-C can end them with all their children. */
export class Commands {
  readonly #running = new Set<ChildProcess>();

  /** Runs a command in `folder`, with `sh -c` or, for a list, without a shell. What it prints goes to `log`. */
  run(command: string | string[], folder: string, env: string[], log: string): Promise<Outcome> {
    const [program = "", ...args] = typeof command === "string" ? ["/bin/sh", "-c", command] : command;
    const output = openSync(log, "a");
    const child = spawn(program, args, {
      cwd: folder,
      env: pick([...ALWAYS, ...env]),
      stdio: ["ignore", output, output],
      detached: true
    });
    closeSync(output);
    this.#running.add(child);
    return new Promise((resolve) => {
      child.on("error", (error) => {
        this.#running.delete(child);
        resolve({state: "failed", reason: `could not start ${program}: ${error.message}`, mistake: true});
      });
      child.on("close", (code, signal) => {
        this.#running.delete(child);
        if (code === 0) resolve({state: "done", peakMemory: null});
        else {
          const reason = signal ? `the command was killed by ${signal}` : `the command ended with status ${code}`;
          resolve({state: "failed", reason, mistake: true});
        }
      });
    });
  }

  kill(): void {
    for (const child of this.#running) {
      try {
        if (child.pid) process.kill(-child.pid, "SIGKILL");
      } catch {
        child.kill("SIGKILL");
      }
    }
  }
}

function pick(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]))
  );
}
