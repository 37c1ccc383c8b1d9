import type {Progress, TaskResult} from "../execute/progress.ts";
import type {Graph} from "../graph/types.ts";
import {duration} from "./duration.ts";

const HEARTBEAT_MS = 10_000;

/** Progress for pipes, logs and CI: a line for each stage that is done, for each failure, and now and then between. */
export class ProgressLines implements Progress {
  readonly #write: (line: string) => void;
  readonly #graph: Graph;
  readonly #left = new Map<string, number>();
  readonly #ran = new Map<string, {count: number; seconds: number}>();
  readonly #started = Date.now();
  readonly #total: number;
  #done = 0;
  #spoke = Date.now();

  constructor(graph: Graph, tasks: string[], write: (line: string) => void) {
    this.#graph = graph;
    this.#write = write;
    this.#total = tasks.length;
    for (const name of tasks) this.#left.set(this.#stage(name), (this.#left.get(this.#stage(name)) ?? 0) + 1);
  }

  started(): void {}

  finished(result: TaskResult): void {
    this.#done++;
    const stage = this.#stage(result.name);
    const left = (this.#left.get(stage) ?? 1) - 1;
    this.#left.set(stage, left);
    if (result.state === "ran") {
      const ran = this.#ran.get(stage) ?? {count: 0, seconds: 0};
      this.#ran.set(stage, {count: ran.count + 1, seconds: ran.seconds + result.seconds});
    }
    const ran = this.#ran.get(stage);
    if (left === 0 && ran) this.#say(`${stage}: ${ran.count} ran, ${duration(ran.seconds)} of work`);
    else if (Date.now() - this.#spoke > HEARTBEAT_MS) this.#say(`${this.#done} of ${this.#total} tasks, in ${stage}`);
  }

  note(line: string): void {
    this.#write(line);
  }

  #say(line: string): void {
    this.#spoke = Date.now();
    this.#write(`[${duration((Date.now() - this.#started) / 1000)}] ${line}`);
  }

  #stage(name: string): string {
    return this.#graph.tasks.get(name)?.stage ?? "";
  }
}
