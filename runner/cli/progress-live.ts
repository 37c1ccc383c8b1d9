import type {Progress, TaskResult} from "../execute/progress.ts";
import type {Graph} from "../graph/types.ts";
import {duration} from "./duration.ts";

const REDRAW_MS = 100;
const SHOWN_TASKS = 4;

interface StageCount {
  total: number;
  cached: number;
  ran: number;
  bad: number;
}

/** Progress on a terminal: a line a stage, the tasks that are running, and the time that is left. */
export class ProgressLive implements Progress {
  readonly #stream: NodeJS.WriteStream;
  readonly #graph: Graph;
  readonly #stages = new Map<string, StageCount>();
  readonly #running = new Map<string, number>();
  readonly #started = Date.now();
  readonly #expected: number;
  readonly #secondsOf: (task: string) => number;
  readonly #timer: NodeJS.Timeout;
  #worked = 0;
  #drawn = 0;

  /** @param expected seconds of work on one core that the whole run should take */
  constructor(
    graph: Graph,
    tasks: string[],
    stream: NodeJS.WriteStream,
    expected: number,
    secondsOf: (task: string) => number
  ) {
    this.#graph = graph;
    this.#stream = stream;
    this.#expected = expected;
    this.#secondsOf = secondsOf;
    for (const name of tasks) this.#count(name).total++;
    this.#timer = setInterval(() => this.#draw(), REDRAW_MS).unref();
  }

  started(task: string): void {
    this.#running.set(task, Date.now());
  }

  finished({name, state}: TaskResult): void {
    this.#running.delete(name);
    const count = this.#count(name);
    if (state === "cached") count.cached++;
    else if (state === "ran") {
      count.ran++;
      this.#worked += this.#secondsOf(name);
    } else count.bad++;
  }

  note(line: string): void {
    this.#erase();
    this.#stream.write(`${line}\n`);
    this.#draw();
  }

  /** Takes the view away. */
  close(): void {
    clearInterval(this.#timer);
    this.#erase();
  }

  #count(name: string): StageCount {
    const stage = this.#graph.tasks.get(name)?.stage ?? "";
    const count = this.#stages.get(stage) ?? {total: 0, cached: 0, ran: 0, bad: 0};
    this.#stages.set(stage, count);
    return count;
  }

  #erase(): void {
    if (this.#drawn) this.#stream.write(`\x1b[${this.#drawn}A\x1b[J`);
    this.#drawn = 0;
  }

  #draw(): void {
    const elapsed = (Date.now() - this.#started) / 1000;
    const width = this.#stream.columns || 80;
    const lines = [...this.#stages].map(([stage, count]) => stageLine(stage, count));
    const slowest = [...this.#running].sort((a, b) => a[1] - b[1]).slice(0, SHOWN_TASKS);
    for (const [task, since] of slowest) lines.push(`  ${duration((Date.now() - since) / 1000).padStart(7)}  ${task}`);
    const rate = this.#worked / elapsed;
    const left =
      this.#expected > 0 && rate > 0 ? `, about ${duration((this.#expected - this.#worked) / rate)} left` : "";
    lines.push(`${duration(elapsed)}${left}`);
    this.#erase();
    this.#stream.write(lines.map((line) => `${line.slice(0, width - 1)}\n`).join(""));
    this.#drawn = lines.length;
  }
}

function stageLine(stage: string, {total, cached, ran, bad}: StageCount): string {
  const filled = Math.round((20 * (cached + ran + bad)) / total);
  const bar = "█".repeat(filled) + "░".repeat(20 - filled);
  const parts = [cached && `${cached} cached`, ran && `${ran} ran`, bad && `${bad} not made`].filter(Boolean);
  return `${stage.padEnd(14)} ${bar} ${String(cached + ran + bad).padStart(5)}/${total}  ${parts.join(", ")}`;
}
