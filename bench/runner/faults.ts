import {execFileSync} from "node:child_process";
import {once} from "node:events";
import {chmodSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {killTree} from "../../runner/execute/process-tree.ts";
import {type BrokenProject, lastWords, type Verdict} from "./broken-project.ts";
import type {Body} from "./graphs.ts";
import {HALF, inTwoHalves, plannedGraph, slowGraph} from "./slow-graph.ts";
import {ranIn} from "./timed-run.ts";

/** Something that goes wrong; says what the tool made of it. */
export type Fault = (project: BrokenProject) => Promise<Verdict>;

export const faults: Record<string, Fault> = {
  killed,
  failed,
  overwritten,
  flipped,
  twice,
  command,
  undeclared,
  unmade
};

/** The tool and all its children are killed while a leaf's output is half written; then it runs again. */
async function killed(project: BrokenProject): Promise<Verdict> {
  const graph = slowGraph();
  project.lay(graph);
  const isHalf = (name: string) => /(^|\/)\d$/.test(name) && project.size(name) === HALF; // In whatever folder.
  const child = project.start();
  const ended = once(child, "exit");
  const deadline = Date.now() + 20_000;
  let caught = false;
  while (!caught && Date.now() < deadline) {
    await wait(10);
    caught = project.files().some(isHalf);
  }
  if (child.pid) killTree(child.pid);
  await ended;
  await wait(500);
  if (!caught) return {outcome: "does not apply", detail: "no half-written output was seen"};
  return project.judge(await project.run(), graph);
}

/** A leaf writes half of its output and exits with 1; the cause is removed; then it runs again. */
async function failed(project: BrokenProject): Promise<Verdict> {
  const graph = plannedGraph(project.plan);
  project.lay(graph);
  project.setPlan(`[ $1 != leaf_1 ] || { head -c ${HALF} $2 > $3; exit 1; }\ncat $2 > $3\n`);
  const first = await project.run();
  if (!first.ran.length) return {outcome: "error", detail: `nothing ran: ${lastWords(first.said)}`};
  if (first.status === 0) return {outcome: "wrong", detail: "exit 0 though a task failed"};
  project.setPlan(undefined);
  return project.judge(await project.run(), graph);
}

/** An output is overwritten by bytes of the same number, its times put back, the final file deleted. */
async function overwritten(project: BrokenProject): Promise<Verdict> {
  const graph = slowGraph();
  await project.make(graph);
  const output = project.path(graph.tasks[1]?.output ?? "");
  const times = `${project.folder}.times`;
  copyTimes(output, times);
  writeFileSync(output, "X".repeat(statSync(output).size));
  copyTimes(times, output);
  project.remove(graph.final);
  return project.judge(await project.run(), graph);
}

/** Bytes in the middle of each artifact in the cache are flipped, and the outputs deleted. */
async function flipped(project: BrokenProject): Promise<Verdict> {
  const {cache, isArtifact = () => true} = project.tool;
  if (cache === undefined) return {outcome: "does not apply", detail: "no cache"};
  const graph = slowGraph();
  await project.make(graph);
  const artifacts = project.files(cache).filter(isArtifact);
  for (const name of artifacts) flipMiddle(project.path(join(cache, name)));
  for (const {output} of graph.tasks) project.remove(output);
  const verdict = project.judge(await project.run(), graph);
  return {...verdict, detail: `${artifacts.length} flipped, ${verdict.detail}`};
}

/** Two runs are started at once where nothing is made yet. */
async function twice(project: BrokenProject): Promise<Verdict> {
  const graph = slowGraph();
  project.lay(graph);
  const other = project.start();
  const otherEnded = once(other, "exit");
  const mine = await project.run();
  const [status] = await otherEnded;
  const ran = ranIn(project.folder).length;
  const verdict = project.judge({...mine, status: 0}, graph);
  const refused = [status, mine.status].filter((one) => one !== 0).length;
  if (refused === 2) return {outcome: "error", detail: `both refused: ${lastWords(mine.said)}`};
  if (refused === 1 && verdict.outcome === "right")
    return {outcome: "error", detail: "one of the two refused, the other was right"};
  return {
    ...verdict,
    detail: `exits ${status} and ${mine.status}, ${ran} tasks run where ${graph.tasks.length} had to`
  };
}

/** One leaf's command changes, and with it what it makes. */
async function command(project: BrokenProject): Promise<Verdict> {
  await project.make(slowGraph());
  const changed = slowGraph((id) => (id === "leaf_1" ? (_, output) => `echo changed > ${output}` : inTwoHalves));
  project.tool.write(changed, project.folder);
  return project.judge(await project.run(), changed, {leaf_1: "changed\n"});
}

/** A leaf reads a file that it does not declare, and that file changes. */
async function undeclared(project: BrokenProject): Promise<Verdict> {
  const hidden = project.path("hidden");
  const reading: Body = (input, output) => `cat ${input} ${hidden} > ${output}`;
  const graph = slowGraph((id) => (id === "leaf_1" ? reading : inTwoHalves));
  project.lay(graph);
  project.write("hidden", "before\n");
  const first = await project.run();
  if (first.status !== 0) {
    const named = first.said.includes("hidden");
    return {outcome: "error", detail: named ? "refused, naming the file" : lastWords(first.said)};
  }
  project.write("hidden", "after\n");
  const input = readFileSync(project.path("in/1"), "utf8");
  return project.judge(await project.run(), graph, {leaf_1: `${input}after\n`});
}

/** A leaf exits with 0 and has not made its output; then the cause is removed, and it runs again. */
async function unmade(project: BrokenProject): Promise<Verdict> {
  const graph = plannedGraph(project.plan);
  project.lay(graph);
  project.setPlan("[ $1 = leaf_1 ] || cat $2 > $3\n");
  const first = await project.run();
  if (first.status === 0) return {outcome: "wrong", detail: "exit 0 though an output was not made"};
  project.setPlan(undefined);
  const verdict = project.judge(await project.run(), graph);
  if (verdict.outcome !== "right") return verdict;
  return {outcome: "error", detail: `refused (${lastWords(first.said)}), then right`};
}

/** To the nanosecond, which Node's own functions do not keep. */
function copyTimes(from: string, to: string): void {
  execFileSync("touch", ["-r", from, to]);
}

function flipMiddle(path: string): void {
  const bytes = readFileSync(path);
  const middle = bytes.length >> 1;
  for (let at = middle; at < Math.min(bytes.length, middle + 4); at++) bytes[at] = (bytes[at] ?? 0) ^ 0x55;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
}
