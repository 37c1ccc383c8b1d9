import {type ChildProcess, spawn} from "node:child_process";

/** A power cut costs at most what finished in this time. */
const EVERY_MS = 1000;

/**
 * Has the file system of the cache written to its disk, once a second while tasks finish: a sync for each file would
 * cost more than most tasks do, and so would starting a process each time. The last one goes on after the run.
 */
export class BatchedSync {
  readonly #folder: string;
  #last = Date.now();
  #pending = false;
  #shell: ChildProcess | undefined;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Something was finished. */
  note(): void {
    this.#pending = true;
    if (Date.now() - this.#last >= EVERY_MS) this.#sync();
  }

  /** Has what is left written, and ends. */
  close(): void {
    if (this.#pending) this.#sync();
    this.#shell?.stdin?.end();
  }

  #sync(): void {
    this.#pending = false;
    this.#last = Date.now();
    this.#shell ??= this.#start();
    this.#shell.stdin?.write("\n");
  }

  #start(): ChildProcess {
    const command = process.platform === "linux" ? 'sync -f "$1"' : "sync";
    const shell = spawn("/bin/sh", ["-c", `while read -r line; do ${command}; done`, "sync", this.#folder], {
      stdio: ["pipe", "ignore", "ignore"],
      detached: true
    });
    shell.on("error", () => {});
    shell.stdin?.on("error", () => {});
    shell.unref();
    return shell;
  }
}
