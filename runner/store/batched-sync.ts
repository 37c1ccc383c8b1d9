import {spawn} from "node:child_process";

/** A power cut costs at most what finished in this time. */
const EVERY_MS = 1000;

/**
 * Has the file system of the cache written to its disk, once a second while tasks finish: a sync for each file would
 * cost more than most tasks do. It goes on by itself after the run.
 */
export class BatchedSync {
  readonly #folder: string;
  #last = Date.now();
  #going = false;
  #pending = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Something was finished. */
  note(): void {
    this.#pending = true;
    if (!this.#going && Date.now() - this.#last >= EVERY_MS) this.sync();
  }

  /** Starts to write what was finished since the last time. */
  sync(): void {
    if (!this.#pending) return;
    this.#pending = false;
    this.#going = true;
    this.#last = Date.now();
    const args = process.platform === "linux" ? ["-f", this.#folder] : [];
    const child = spawn("sync", args, {stdio: "ignore", detached: true});
    const ended = () => {
      this.#going = false;
    };
    child.on("error", ended).on("exit", ended);
    child.unref();
  }
}
