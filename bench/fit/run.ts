/**
 * Measures the 43 fits with their resamples: `node --import tsx bench/fit/run.ts [--only REGEX] [--bootstraps 1000]
 * [--workers 2] [--search 10 [--sample 25]] [--no-reference]`.
 * With VVS_MIRROR set, ranks are compared with the released bootstrap losses.
 */
import {fork, spawnSync} from "node:child_process";
import {parseArgs} from "node:util";
import {type Case, studyCases} from "./experiments.ts";
import type {Job, Measured} from "./worker.ts";

const {values} = parseArgs({
  options: {
    only: {type: "string", default: "."},
    bootstraps: {type: "string", default: "1000"},
    workers: {type: "string", default: "2"},
    search: {type: "string", default: "0"},
    sample: {type: "string", default: "25"},
    "no-reference": {type: "boolean", default: false}
  }
});
const cases = studyCases(new RegExp(values.only));
const jobs: Job[] = cases
  .map((c) => ({
    case: c,
    bootstraps: Number(values.bootstraps),
    search: Number(values.search),
    sample: Number(values.sample)
  }))
  .sort((a, b) => expected(b.case) - expected(a.case));

const start = performance.now();
const measured = await measureAll(jobs, Number(values.workers));
const wall = (performance.now() - start) / 1000;

const order = new Map(cases.map(({name}, i) => [name, i]));
measured.sort((a, b) => order.get(a.name)! - order.get(b.name)!);
line("experiment", "n", "s", "loss excess", "short", "worst", "deeper");
for (const m of measured) {
  const {deeper} = m;
  line(
    m.name,
    m.n,
    m.seconds.toFixed(2),
    m.excess.toExponential(1),
    m.short ?? "-",
    m.short ? m.worst.toExponential(1) : "",
    deeper
      ? `${deeper.improved} of ${deeper.resamples}${deeper.improved ? ` by ${deeper.most.toExponential(1)}` : ""}`
      : ""
  );
}
const sum = (pick: (m: Measured) => number) => measured.reduce((total, m) => total + pick(m), 0);
const fits = cases.length * (Number(values.bootstraps) + 1);
console.log(`\n${fits} fits, ${values.workers} workers: ${wall.toFixed(1)} s of wall time, start included;`);
console.log(
  `${sum((m) => m.seconds).toFixed(1)} s of fitting (${sum((m) => m.cpuSeconds).toFixed(1)} s of processor time); largest worker ${megabytes(Math.max(...measured.map((m) => m.memory)))}`
);
const ranked = measured.filter((m) => m.short !== undefined);
if (ranked.length > 0) {
  const ranks = ranked.length * Number(values.bootstraps);
  console.log(`${sum((m) => m.short ?? 0)} of ${ranks} ranks above the released losses (${ranked.length} experiments)`);
}
if (Number(values.search) > 0) {
  const [improved, searched] = [sum((m) => m.deeper?.improved ?? 0), sum((m) => m.deeper?.resamples ?? 0)];
  console.log(`${values.search} times the search: ${improved} of ${searched} resamples improve by more than 1e-6`);
}
if (!values["no-reference"]) reference();

/** Spreads the jobs over processes of their own, the longest first. */
async function measureAll(queue: readonly Job[], workers: number): Promise<Measured[]> {
  const waiting = [...queue];
  const results: Measured[] = [];
  await Promise.all(
    Array.from({length: workers}, () => {
      const child = fork(new URL("./worker.ts", import.meta.url), {execArgv: ["--import", "tsx"]});
      return new Promise<void>((resolve, reject) => {
        const next = () => {
          const job = waiting.shift();
          if (job) child.send(job);
          else child.disconnect();
        };
        child.on("message", (result: Measured) => {
          results.push(result);
          process.stderr.write(`${result.name}: ${result.seconds.toFixed(2)} s\n`);
          next();
        });
        child.on("exit", (code) => (code === 0 ? resolve() : reject(new Error(`a worker exited with ${code}`))));
        next();
      });
    })
  );
  return results;
}

/** The reference's method on the same data, in the same run: a timed sample of its starts, extrapolated. */
function reference(): void {
  const script = new URL("./reference.py", import.meta.url).pathname;
  const input = JSON.stringify(cases.map(({name, form, delta, x, y}) => ({name, form, delta, x, y})));
  const {status, stdout, stderr} = spawnSync("/usr/bin/python3", [script, values.bootstraps], {
    input,
    encoding: "utf8"
  });
  console.log(
    status === 0 ? stdout.trimEnd() : `the reference's method was not timed: ${stderr.trim().split("\n").at(-1)}`
  );
}

/** Roughly how long a case takes, to start the longest first. */
function expected({form, y}: Case): number {
  return form === "power_law_shift" ? 3000 + y.length : y.length;
}

function line(...cells: (string | number)[]): void {
  const widths = [30, 5, 7, 12, 7, 9, 1];
  console.log(
    cells.map((cell, i) => (i === 0 ? String(cell).padEnd(widths[i]!) : String(cell).padStart(widths[i]!))).join(" ")
  );
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}
