import {type ChildProcess, spawn} from "node:child_process";
import {shellWord} from "./command-line.ts";
import {killGroup} from "./kill-group.ts";
import {guard} from "./watchdog.ts";

/** How a command ended: its exit status, or the signal that ended the shell around it. */
export interface Ending {
  status: number | null;
  signal: string | null;
}

/**
 * A shell that starts one command after another: a fork of a small process costs a tenth of one of Node. Each command
 * has a subshell of its own, in its own folder, with `sh -c`, as if it had been started directly.
 */
export class ShellSlot {
  readonly #shell: ChildProcess;
  #settle: ((ending: Ending) => void) | undefined;

  /** @param env the variables that commands see */
  constructor(env: Record<string, string>) {
    this.#shell = spawn("/bin/sh", ["-s"], {env, stdio: ["pipe", "ignore", "ignore", "pipe"], detached: true});
    guard(this.#shell);
    let printed = "";
    this.#shell.stdio[3]?.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      if (!printed.endsWith("\n")) return;
      const status = Number(printed);
      printed = "";
      this.#finish({status, signal: null});
    });
    this.#shell.on("error", () => this.#finish({status: 127, signal: null}));
    this.#shell.on("exit", (status, signal) => this.#finish({status, signal}));
    this.#shell.stdin?.on("error", () => {});
  }

  get pid(): number | undefined {
    return this.#shell.pid;
  }

  get alive(): boolean {
    return this.#shell.exitCode === null && this.#shell.signalCode === null;
  }

  run(command: string, folder: string, log: string): Promise<Ending> {
    const line = `(cd ${shellWord(folder)} && unset OLDPWD && exec /bin/sh -c ${shellWord(command)}) </dev/null >${shellWord(log)} 2>&1 3>&-; echo $? >&3\n`;
    return new Promise((resolve) => {
      this.#settle = resolve;
      this.#shell.stdin?.write(line);
    });
  }

  /** Ends the shell once it is idle. */
  close(): void {
    this.#shell.stdin?.end();
  }

  /** Ends the shell and what it runs, now. */
  kill(): void {
    killGroup(this.#shell);
  }

  #finish(ending: Ending): void {
    this.#settle?.(ending);
    this.#settle = undefined;
  }
}
