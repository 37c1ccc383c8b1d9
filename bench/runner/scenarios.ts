import {existsSync, readFileSync, rmSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {type Graph, lay, leafText} from "./graphs.ts";
import type {Tool} from "./tools/tool.ts";

/** A graph laid out for one tool, and the leaf that is edited. */
export class Project {
  readonly graph: Graph;
  readonly tool: Tool;
  readonly #home: string;
  #starts = 0;
  readonly #leaf: string;
  #written = {comment: "0", value: ""};
  #edited = "";

  /** @param home where its folders are made */
  constructor(graph: Graph, tool: Tool, home: string) {
    this.graph = graph;
    this.tool = tool;
    this.#home = home;
    this.#leaf = graph.leaves[Math.floor(graph.leaves.length / 2)] ?? "";
  }

  get folder(): string {
    return join(this.#home, `${this.tool.name}-${this.#starts}`);
  }

  /** Everything anew, with nothing kept, in a new folder: ext4 is slow to make files for minutes after many were deleted. */
  start(): void {
    this.#starts++;
    lay(this.graph, this.folder);
    this.tool.write(this.graph, this.folder);
    this.#written = {comment: "0", value: ""};
  }

  touch(): void {
    const now = new Date();
    utimesSync(this.#path(this.#leaf), now, now);
  }

  edit(round: number): void {
    this.#edited = ` edited ${round}`;
    this.#write({comment: "0", value: this.#edited});
  }

  comment(round: number): void {
    this.#write({comment: `changed ${round}`, value: this.#written.value});
  }

  /** To the first bytes, then to those of the last edit, and so on: each has been seen before. */
  revert(round: number): void {
    this.#write({comment: "0", value: round % 2 === 0 ? "" : this.#edited});
  }

  /** Deletes what the first stage made of the leaf that is edited. */
  lose(): void {
    const lost = this.graph.tasks.find(({inputs, gathers}) => !gathers && inputs.includes(this.#leaf));
    if (lost) rmSync(this.#path(lost.output), {force: true});
  }

  wipe(): void {
    for (const {output} of this.graph.tasks) rmSync(this.#path(output), {force: true});
  }

  /** Does the final file hold the lines of all leaves, in whatever order the tool gathers them? */
  isRight(): boolean {
    const final = this.#path(this.graph.final);
    if (!existsSync(final)) return false;
    const wanted = this.graph.leaves.map((leaf) => this.#text(leaf).split("\n")[1] ?? "");
    const found = readFileSync(final, "utf8").split("\n").filter(Boolean);
    return found.sort().join("\n") === wanted.sort().join("\n");
  }

  /** Outputs that are not in the folder. */
  missing(): number {
    return this.graph.tasks.filter(({output}) => !existsSync(this.#path(output))).length;
  }

  #text(leaf: string): string {
    return readFileSync(this.#path(leaf), "utf8");
  }

  #write(written: {comment: string; value: string}): void {
    this.#written = written;
    writeFileSync(this.#path(this.#leaf), leafText(this.#leaf, written.comment, written.value));
  }

  #path(path: string): string {
    return join(this.folder, path);
  }
}

/** Something that happens to a finished graph before it is brought up to date again. */
export interface Scenario {
  name: string;
  prepare(project: Project, round: number): void;
  /** Tasks that a tool that knows contents and keeps results has to run. */
  ideal(graph: Graph): number;
}

/** In this order in one folder. */
export const scenarios: Scenario[] = [
  {name: "cold", prepare: (project) => project.start(), ideal: ({tasks}) => tasks.length},
  {name: "no-op", prepare: () => {}, ideal: () => 0},
  {name: "touched", prepare: (project) => project.touch(), ideal: () => 0},
  {name: "edited", prepare: (project, round) => project.edit(round), ideal: ({depth}) => depth},
  {name: "cutoff", prepare: (project, round) => project.comment(round), ideal: () => 1},
  {name: "lost", prepare: (project) => project.lose(), ideal: () => 0},
  {name: "revert", prepare: (project, round) => project.revert(round), ideal: () => 0},
  {name: "wiped", prepare: (project) => project.wipe(), ideal: () => 0}
];
