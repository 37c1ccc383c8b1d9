import {type ChildProcess, fork} from "node:child_process";
import {bytesOf} from "../graph/quantities.ts";
import {endingOf, type Limits, watch} from "./limits.ts";
import type {Outcome} from "./outcome.ts";
import {killTree, processTree, residentBytes} from "./process-tree.ts";
import {traceArguments} from "./trace.ts";
import {guard} from "./watchdog.ts";
import type {Assignment} from "./worker.ts";

/**
 * glibc hands large blocks back to the system as soon as they are free, and a training step takes and frees the same
 * ones each time: a worker keeps blocks of up to 32 MiB, half a GiB at most.
 */
export const keptMemory = {
  MALLOC_MMAP_THRESHOLD_: String(32 << 20),
  MALLOC_TRIM_THRESHOLD_: String(512 << 20),
  MALLOC_TOP_PAD_: String(64 << 20)
};

/** Processes that run TypeScript stages, one task at a time each; started when first needed, and kept. */
export class WorkerPool {
  readonly #script: string;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();

  /** @param script the built worker module */
  constructor(script: string) {
    this.#script = script;
  }

  /** @param trace the file to which the system calls of a worker of its own are written, to the end of it */
  async run(assignment: Assignment, limits: Limits = {}, trace?: string): Promise<Outcome> {
    const worker = trace === undefined ? this.#take(limits) : this.#start(traceArguments(trace));
    const outcome = await this.#perform(worker, assignment, limits);
    if (trace === undefined) {
      if (worker.connected) this.#idle.push(worker);
    } else if (this.#all.has(worker)) {
      const ended = new Promise((resolve) => worker.once("exit", resolve));
      if (worker.connected) worker.disconnect();
      await ended;
    }
    return outcome;
  }

  /** Ends all workers at once, whatever they do. */
  close(): void {
    for (const worker of this.#all) if (worker.pid) killTree(worker.pid);
  }

  #perform(worker: ChildProcess, assignment: Assignment, limits: Limits): Promise<Outcome> {
    const watched = worker.pid === undefined ? undefined : watch(worker.pid, limits);
    return new Promise((resolve) => {
      const finish = (outcome: Outcome) => {
        watched?.stop();
        worker.off("message", finish);
        worker.off("exit", onExit);
        worker.off("error", onError);
        resolve(outcome);
      };
      const fail = (reason: string) => finish({state: "failed", reason, mistake: false});
      const onExit = (code: number | null, signal: string | null) =>
        fail(watched?.exceeded() ?? endingOf("its process", code, signal));
      const onError = (error: Error) => fail(`its process could not be reached: ${error.message}`);
      worker.on("message", finish);
      worker.on("exit", onExit);
      worker.on("error", onError);
      worker.send(assignment);
    });
  }

  /** An idle worker, unless what it kept from earlier tasks would eat up the memory of this one. */
  #take({memory}: Limits): ChildProcess {
    const worker = this.#idle.pop();
    const limit = memory === undefined ? undefined : bytesOf(memory);
    if (worker?.pid === undefined) return this.#start();
    if (limit === undefined || residentBytes(processTree(worker.pid)) < limit / 2) return worker;
    worker.kill("SIGKILL");
    return this.#start();
  }

  /** @param tracer a program, and its arguments, under which the worker runs */
  #start(tracer?: [string, ...string[]]): ChildProcess {
    const [program, ...args] = tracer ?? [process.execPath];
    const worker = fork(this.#script, [], {
      env: {...keptMemory, ...process.env},
      stdio: ["ignore", "ignore", "inherit", "ipc"],
      execPath: program,
      execArgv: tracer ? [...args, process.execPath] : []
    });
    guard(worker);
    this.#all.add(worker);
    worker.on("error", () => {});
    worker.on("exit", () => {
      this.#all.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return worker;
  }
}
