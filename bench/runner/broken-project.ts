import {type ChildProcess, spawn} from "node:child_process";
import {closeSync, existsSync, openSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {killTree} from "../../runner/execute/process-tree.ts";
import {type Graph, lay} from "./graphs.ts";
import {wantedOutputs} from "./slow-graph.ts";
import {type Measured, timedRun} from "./timed-run.ts";
import type {Tool} from "./tools/tool.ts";

/**
 * `right`: exit 0, and all outputs are as they have to be. `wrong`: exit 0, and they are not, or the exit status of
 * a run that could not succeed was 0. `error`: a run said that it could not, and handed out nothing wrong.
 */
export interface Verdict {
  outcome: "right" | "error" | "wrong" | "does not apply";
  detail: string;
}

const LIMIT_SECONDS = 60;

/** The slow graph in a folder of one tool, for breaking. */
export class BrokenProject {
  readonly tool: Tool;
  readonly folder: string;
  readonly jobs: number;
  /** Path of the script that tells leaf tasks what to do; outside the folder. */
  readonly plan: string;

  constructor(tool: Tool, folder: string, jobs: number) {
    this.tool = tool;
    this.folder = folder;
    this.jobs = jobs;
    this.plan = `${folder}.plan`;
  }

  lay(graph: Graph): void {
    this.setPlan(undefined);
    lay(graph, this.folder);
    this.tool.write(graph, this.folder);
  }

  /** The script of shell that leaf tasks follow; undefined: none, they do as they should. */
  setPlan(script: string | undefined): void {
    if (script === undefined) rmSync(this.plan, {force: true});
    else writeFileSync(this.plan, script);
  }

  run(): Promise<Measured> {
    return timedRun(this.tool.command(this.folder, this.jobs), this.folder, LIMIT_SECONDS);
  }

  /** Lays a graph and makes all of it. Throws where the tool cannot do even that. */
  async make(graph: Graph): Promise<void> {
    this.lay(graph);
    const {outcome, detail} = this.judge(await this.run(), graph);
    if (outcome !== "right") throw new Error(`the graph could not be made: ${outcome}, ${detail}`);
  }

  /** Starts a run and does not wait for it; what it prints is lost. */
  start(): ChildProcess {
    const [program = "", ...args] = this.tool.command(this.folder, this.jobs);
    const printed = openSync("/dev/null", "w");
    const child = spawn(program, args, {cwd: this.folder, stdio: ["ignore", printed, printed], detached: true});
    closeSync(printed);
    const late = setTimeout(() => child.pid && killTree(child.pid), LIMIT_SECONDS * 1000);
    child.on("exit", () => clearTimeout(late));
    return child;
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  remove(name: string): void {
    rmSync(this.path(name), {force: true});
  }

  /** Paths of all files below a folder that are there. */
  files(below = "."): string[] {
    if (!existsSync(this.path(below))) return [];
    const names = readdirSync(this.path(below), {recursive: true, encoding: "utf8"});
    return names.filter((name) => this.size(join(below, name)) !== undefined);
  }

  /** Bytes of a file; undefined where there is none. */
  size(name: string): number | undefined {
    const found = statSync(this.path(name), {throwIfNoEntry: false});
    return found?.isFile() ? found.size : undefined;
  }

  /** Judges a run that was to bring everything in order. */
  judge({status, ran, said}: Measured, graph: Graph, instead?: Record<string, string>): Verdict {
    if (status !== 0) return {outcome: "error", detail: status === null ? "killed at the limit" : lastWords(said)};
    const bad = [...wantedOutputs(graph, this.folder, instead)].filter(([name, text]) => this.#text(name) !== text);
    if (bad.length === 0) return {outcome: "right", detail: `ran ${ran.length}`};
    return {outcome: "wrong", detail: `ran ${ran.length}; not right: ${bad.map(([name]) => name).join(" ")}`};
  }

  #text(name: string): string | undefined {
    return this.size(name) === undefined ? undefined : readFileSync(this.path(name), "utf8");
  }
}

/** The line of a message that is likeliest to say what is the matter. */
export function lastWords(said: string): string {
  const lines = said.split("\n").filter((line) => line.trim());
  const telling = lines.find((line) => /error|failed|not|lock/i.test(line)) ?? lines.at(-1) ?? "no message";
  return telling.trim().slice(0, 160);
}
