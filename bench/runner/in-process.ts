/**
 * What the runner itself costs a task of a TypeScript stage that does next to nothing:
 * `node --import tsx bench/runner/in-process.ts [--tasks 1000] [--reps 3] [--jobs 2] [--target 1.5]`.
 * From the wall time of a cold run that of a cold run of one task is taken away: starting, compiling the stage.
 */
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {fileURLToPath} from "node:url";
import {parseArgs} from "node:util";
import {diary} from "./graphs.ts";
import {describeMachine, load, thisMachine} from "./machine.ts";
import {markdownTable} from "./markdown.ts";
import {median} from "./median.ts";
import {timedRun} from "./timed-run.ts";
import {vvs} from "./tools/vvs.ts";

const stage = (folder: string) => `import {appendFileSync, writeFileSync} from "node:fs";
import {z} from "zod";
export default {
  params: z.strictObject({number: z.string()}),
  inputs: {},
  outputs: {number: {file: "number.txt", format: "text"}},
  run({params, outputs}) {
    appendFileSync(${JSON.stringify(diary(folder))}, params.number + "\\n");
    writeFileSync(outputs.number, params.number);
  }
};
`;

const {values} = parseArgs({
  options: {
    tasks: {type: "string", default: "1000"},
    reps: {type: "string", default: "3"},
    jobs: {type: "string", default: String(availableParallelism())},
    target: {type: "string", default: "1.5"}
  }
});
const [tasks, reps] = [Number(values.tasks), Number(values.reps)];
const home = mkdtempSync(join(tmpdir(), "vvs-bench-"));
const runs = {one: [] as number[], cold: [] as number[], noop: [] as number[]};
let peak = 0;
try {
  for (let rep = 0; rep < reps; rep++) {
    const one = lay(join(home, `one-${rep}`), 1);
    const all = lay(join(home, `all-${rep}`), tasks);
    runs.one.push(await seconds(one, 1));
    runs.cold.push(await seconds(all, tasks));
    runs.noop.push(await seconds(all, 0));
  }
} finally {
  rmSync(home, {recursive: true, force: true});
}
const [one, cold, noop] = [median(runs.one), median(runs.cold), median(runs.noop)];
const each = (1000 * (cold - one)) / (tasks - 1);
console.log(
  markdownTable([
    ["tasks", "one task, s", "all, s", "no-op, s", "ms a task", "target, ms", "memory, MB"],
    [
      String(tasks),
      one.toFixed(2),
      cold.toFixed(2),
      noop.toFixed(2),
      each.toFixed(2),
      values.target,
      (peak / 1000).toFixed(0)
    ]
  ])
);
console.log(`${describeMachine(thisMachine())}; ${values.jobs} tasks at a time, load ${load()}`);
if (each > Number(values.target)) process.exitCode = 1;

/** A project of one stage and as many tasks, which does not share the caches of others. */
function lay(folder: string, count: number): string {
  mkdirSync(join(folder, "stages/trivial"), {recursive: true});
  symlinkSync(fileURLToPath(new URL("../../node_modules", import.meta.url)), join(folder, "node_modules"));
  writeFileSync(join(folder, "stages/trivial/stage.ts"), stage(folder));
  const trivial = {run: "stages/trivial", each: {i: `1..${count}`}, params: {number: {value: "${each.i}"}}};
  writeFileSync(join(folder, "pipeline.yaml"), JSON.stringify({stages: {trivial}}));
  return folder;
}

/** Wall seconds of a run that has to run so many tasks. */
async function seconds(folder: string, expected: number): Promise<number> {
  const run = await timedRun(vvs.command(folder, Number(values.jobs)), folder, 600);
  const ran = run.ran.length;
  if (run.status !== 0 || ran !== expected) throw new Error(`expected ${expected} tasks, ran ${ran}: ${run.said}`);
  peak = Math.max(peak, run.peak ?? 0);
  return run.seconds ?? 600;
}
