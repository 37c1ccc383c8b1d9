import {availableParallelism} from "node:os";
import {setTimeout as sleep} from "node:timers/promises";
import {isUserMistake, UserMistake} from "../errors/user-mistake.ts";
import {producersOf} from "../graph/producers.ts";
import {secondsOf} from "../graph/quantities.ts";
import type {Graph, GraphTask} from "../graph/types.ts";
import type {Digest} from "../hash/digest.ts";
import type {Circumstances} from "../provenance/circumstances.ts";
import {BatchedSync} from "../store/batched-sync.ts";
import type {StampedObject} from "../store/objects.ts";
import type {Store} from "../store/store.ts";
import {attempt, type Executors} from "./attempt.ts";
import {fullDiskReason} from "./full-disk.ts";
import {secureFiles, stageOf} from "./identify-task.ts";
import {startingRanks} from "./priorities.ts";
import type {Progress, TaskResult} from "./progress.ts";
import type {Publisher} from "./publish.ts";
import {type Surveyed, surveyTask, verifiedOutputs} from "./survey.ts";

/** What a run is made with. */
export interface RunContext {
  graph: Graph;
  store: Store;
  /** What is known of each task before anything runs. */
  surveyed: Map<string, Surveyed>;
  executors: Executors;
  publisher: Publisher;
  circumstances: Circumstances;
  progress: Progress;
  jobs: number;
  failFast: boolean;
  /** Set when no further task may start. */
  stop: AbortSignal;
  /** Expected seconds of a task by earlier records: what is ready starts by them (`startingRanks`). */
  expected(task: string): number;
  /** Cores that a task takes. */
  cores(task: GraphTask): number;
}

/**
 * Makes tasks: what the survey found fresh is taken as it is, the rest runs as its inputs become known, over as many
 * cores as `jobs` says. A failure stops only what depends on it.
 */
export async function runGraph(names: string[], context: RunContext): Promise<Map<string, TaskResult>> {
  const run = new GraphRun(context);
  await run.make(names);
  return run.results;
}

/** The derived indexes are written this often; a kill costs no more than what they spare. */
const FLUSH_MS = 200;

class GraphRun {
  readonly results = new Map<string, TaskResult>();
  readonly #outputs = new Map<string, Record<string, StampedObject>>();
  readonly #consumers = new Map<string, string[]>();
  readonly #missing = new Map<string, number>();
  readonly #ready: string[] = [];
  #ranks = new Map<string, number>();
  readonly #running = new Set<Promise<void>>();
  /** Optional tasks that were skipped because a source could not be had. */
  readonly #unavailable = new Set<string>();
  /** Tasks whose outputs a command saw by links, which moves their stamps. */
  readonly #linked = new Set<string>();
  #freeCores: number;
  #failed = false;
  /** Could the derived indexes not be written? */
  #indexLags = false;
  #flushedAt = 0;
  readonly #sync: BatchedSync;

  readonly #context: RunContext;

  constructor(context: RunContext) {
    this.#context = context;
    this.#freeCores = context.jobs;
    this.#sync = new BatchedSync(context.store.layout.root);
  }

  async make(names: string[]): Promise<void> {
    for (const name of names) {
      const found = this.#context.surveyed.get(name);
      if (found?.state === "fresh") await this.#settleCached(this.#task(name), found.key, found.outputs);
    }
    this.#flush();
    const todo = names.filter((name) => !this.results.has(name));
    this.#ranks = startingRanks(
      todo.map((name) => ({
        name,
        stage: this.#task(name).stage,
        producers: producersOf(this.#task(name)),
        seconds: this.#context.expected(name)
      }))
    );
    for (const name of todo) this.#link(name);
    while (this.#ready.length || this.#running.size) {
      this.#startWhatFits();
      if (this.#running.size === 0) break;
      await Promise.race(this.#running);
    }
    for (const name of todo) if (!this.results.has(name)) this.#settleStopped(name);
    for (const name of this.#linked) {
      const key = this.results.get(name)?.key;
      if (key) await verifiedOutputs(this.#context.store, key, (line) => this.#context.progress.note(line));
    }
    this.#flush();
    this.#sync.close();
  }

  #task(name: string): GraphTask {
    const task = this.#context.graph.tasks.get(name);
    if (!task) throw new Error(`no task ${name}`);
    return task;
  }

  #link(name: string): void {
    const producers = new Set(producersOf(this.#task(name)).filter((producer) => !this.results.has(producer)));
    this.#missing.set(name, producers.size);
    for (const producer of producers) {
      const consumers = this.#consumers.get(producer);
      if (consumers) consumers.push(name);
      else this.#consumers.set(producer, [name]);
    }
    if (producers.size === 0) this.#enqueue(name);
  }

  /** Keeps what is ready in the order in which it is to start. */
  #enqueue(name: string): void {
    const rank = (task: string) => this.#ranks.get(task) ?? 0;
    let low = 0;
    for (let high = this.#ready.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (rank(this.#ready[middle] ?? "") <= rank(name)) low = middle + 1;
      else high = middle;
    }
    this.#ready.splice(low, 0, name);
  }

  #startWhatFits(): void {
    if (this.#context.stop.aborted || (this.#failed && this.#context.failFast)) {
      this.#ready.length = 0;
      return;
    }
    for (let index = 0; index < this.#ready.length && this.#freeCores > 0; ) {
      const name = this.#ready[index] ?? "";
      const cores = Math.max(1, Math.min(this.#context.cores(this.#task(name)), this.#context.jobs));
      if (cores > this.#freeCores) {
        index++;
        continue;
      }
      this.#ready.splice(index, 1);
      this.#freeCores -= cores;
      const running = this.#make(this.#task(name), cores)
        .catch((error: unknown) => this.#settleFailure(name, null, error))
        .finally(() => {
          this.#freeCores += cores;
          this.#running.delete(running);
        });
      this.#running.add(running);
    }
  }

  async #make(task: GraphTask, cores: number): Promise<void> {
    const blocked = producersOf(task).find((producer) => !this.#outputs.has(producer));
    if (blocked) return this.#settleBlocked(task, blocked);
    const {codes} = this.#context.executors;
    const known = (name: string) => this.#outputs.get(name);
    const note = (line: string) => this.#context.progress.note(line);
    const found = await surveyTask(this.#context.graph, this.#context.store, codes, task, known, note);
    if (found.state === "broken") return this.#settleFailure(task.name, null, new UserMistake(found.reason));
    if (found.state === "fresh") return this.#settleCached(task, found.key, found.outputs);
    if (found.state === "waiting") throw new Error(`the inputs of ${task.name} are not known`);
    const {key, components, inputs} = found;
    if (!this.#context.store.locks.tryAcquire(key)) {
      if (!this.#context.store.locks.holds(key)) note(`${task.name}: another run is making it; waiting`);
      if (!(await this.#acquire(key))) return this.#settleStopped(task.name);
    }
    try {
      const made = await verifiedOutputs(this.#context.store, key, note);
      if (made) return await this.#settleCached(task, key, made);
      await secureFiles(this.#context.graph, this.#context.store, task, note);
      this.#context.progress.started(task.name);
      const context = {graph: this.#context.graph, store: this.#context.store, task, key, components, inputs, cores};
      const result = await this.#attemptWithRetries({...context, circumstances: this.#context.circumstances});
      if (task.inputs.some(({many}) => many)) for (const name of producersOf(task)) this.#linked.add(name);
      if (result.state === "done") {
        this.#context.store.names.point(task.name, key);
        await this.#context.publisher.publish(task, key, result.outputs);
        this.#outputs.set(task.name, result.outputs);
        const outputs = digests(result.outputs);
        this.#settle({name: task.name, key, state: "ran", seconds: result.seconds, outputs});
        this.#sync.note();
      } else if (result.state === "unavailable") this.#settleUnavailable(task, key, result.reason);
      else {
        const {reason, advice, log, seconds} = result;
        this.#settle({
          name: task.name,
          key,
          state: "failed",
          seconds,
          outputs: {},
          reason,
          log,
          ...(advice && {advice})
        });
      }
    } finally {
      this.#context.store.locks.release(key);
      if (Date.now() - this.#flushedAt > FLUSH_MS) this.#flush();
    }
  }

  /** Waits for the lock of a key; false where the run is stopped before it is free. */
  async #acquire(key: Digest): Promise<boolean> {
    try {
      await this.#context.store.locks.acquire(key, this.#context.stop);
      return true;
    } catch (error) {
      if (this.#context.stop.aborted) return false;
      throw error;
    }
  }

  /** What is finished is finished, whether or not the derived indexes can be written. */
  #flush(): void {
    this.#flushedAt = Date.now();
    try {
      this.#context.store.flush();
      this.#context.publisher.flush();
    } catch (error) {
      if (!this.#indexLags)
        this.#context.progress.note(
          `the cache's index cannot be written (${fullDiskReason(error) ?? error}): later runs do without`
        );
      this.#indexLags = true;
    }
  }

  async #attemptWithRetries(context: Parameters<typeof attempt>[0]) {
    const {times, wait} = stageOf(this.#context.graph, context.task).retries ?? {times: 0};
    let pause = secondsOf(wait ?? 1) ?? 1;
    for (let left = times; ; left--) {
      const result = await attempt(context, this.#context.executors);
      if (result.state !== "failed" || left <= 0 || this.#context.stop.aborted) return result;
      this.#context.progress.note(`${context.task.name} failed (${result.reason}); again in ${pause} s`);
      await sleep(pause * 1000, undefined, {signal: this.#context.stop}).catch(() => {});
      if (this.#context.stop.aborted) return result;
      pause *= 2;
    }
  }

  async #settleCached(task: GraphTask, key: Digest, outputs: Record<string, StampedObject>): Promise<void> {
    this.#context.store.names.point(task.name, key);
    await this.#context.publisher.publish(task, key, outputs);
    this.#outputs.set(task.name, outputs);
    this.#settle({name: task.name, key, state: "cached", seconds: 0, outputs: digests(outputs)});
  }

  /** What cannot be had is skipped where its stage is optional, else failed. */
  #settleUnavailable(task: GraphTask, key: Digest | null, reason: string): void {
    const {optional} = stageOf(this.#context.graph, task);
    if (optional) this.#unavailable.add(task.name);
    this.#settle({name: task.name, key, state: optional ? "skipped" : "failed", seconds: 0, outputs: {}, reason});
  }

  /** What a failure holds up is skipped: only the failure itself counts as one. */
  #settleBlocked(task: GraphTask, producer: string): void {
    if (this.#unavailable.has(producer)) {
      this.#settleUnavailable(task, null, `${producer} was skipped`);
      return;
    }
    const reason = `${producer} ${this.results.get(producer)?.state === "failed" ? "failed" : "was skipped"}`;
    this.#settle({name: task.name, key: null, state: "skipped", seconds: 0, outputs: {}, reason});
  }

  #settleStopped(name: string): void {
    this.#settle({name, key: null, state: "skipped", seconds: 0, outputs: {}, reason: "the run was stopped"});
  }

  #settleFailure(name: string, key: Digest | null, error: unknown): void {
    const told = error instanceof Error ? (isUserMistake(error) ? error.message : (error.stack ?? "")) : String(error);
    const reason = fullDiskReason(error) ?? told;
    this.#settle({name, key, state: "failed", seconds: 0, outputs: {}, reason});
  }

  #settle(result: TaskResult): void {
    if (this.results.has(result.name)) throw new Error(`${result.name} is settled twice`);
    this.results.set(result.name, result);
    if (result.state === "failed") this.#failed = true;
    this.#context.progress.finished(result);
    for (const consumer of this.#consumers.get(result.name) ?? []) {
      const left = (this.#missing.get(consumer) ?? 1) - 1;
      this.#missing.set(consumer, left);
      if (left === 0) this.#enqueue(consumer);
    }
  }
}

/** As many tasks at once as the machine has cores, unless the person says otherwise. */
export function defaultJobs(): number {
  return availableParallelism();
}

function digests(outputs: Record<string, StampedObject>): Record<string, Digest> {
  return Object.fromEntries(Object.entries(outputs).map(([name, {digest}]) => [name, digest]));
}
