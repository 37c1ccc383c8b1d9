import {type ChildProcess, fork} from "node:child_process";
import type {Outcome} from "./outcome.ts";
import type {Assignment} from "./worker.ts";

/** Processes that run TypeScript stages, one task at a time each; started when first needed, and kept. */
export class WorkerPool {
  readonly #script: string;
  readonly #idle: ChildProcess[] = [];
  readonly #all = new Set<ChildProcess>();

  /** @param script the built worker module */
  constructor(script: string) {
    this.#script = script;
  }

  run(assignment: Assignment): Promise<Outcome> {
    const worker = this.#idle.pop() ?? this.#start();
    return new Promise((resolve) => {
      const finish = (outcome: Outcome) => {
        worker.off("message", onMessage);
        worker.off("exit", onExit);
        resolve(outcome);
      };
      const onMessage = (outcome: Outcome) => {
        this.#idle.push(worker);
        finish(outcome);
      };
      const onExit = (code: number | null, signal: string | null) => {
        const reason = signal ? `its process was killed by ${signal}` : `its process ended with status ${code}`;
        finish({state: "failed", reason, mistake: false});
      };
      worker.on("message", onMessage);
      worker.on("exit", onExit);
      worker.send(assignment);
    });
  }

  /** Ends all workers: at once with SIGKILL, else when they are idle. */
  close(): void {
    for (const worker of this.#all) worker.kill("SIGKILL");
  }

  #start(): ChildProcess {
    const worker = fork(this.#script, [], {stdio: ["ignore", "ignore", "inherit", "ipc"], execArgv: []});
    this.#all.add(worker);
    worker.on("exit", () => {
      this.#all.delete(worker);
      const index = this.#idle.indexOf(worker);
      if (index >= 0) this.#idle.splice(index, 1);
    });
    return worker;
  }
}
