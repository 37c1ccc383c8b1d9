/**
 * PLS with ten splits, ours beside scikit-learn's on the same files, on one thread each:
 * `node --import tsx bench/score/run.ts [--seconds 300] [--python /usr/bin/python3]`.
 * scikit-learn does as many splits as fit in the seconds, at least one; the rest counts in proportion.
 */
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {describeMachine, load, thisMachine} from "../runner/machine.ts";
import {peakMemoryRun} from "./peak-memory-run.ts";

const {values} = parseArgs({
  options: {seconds: {type: "string", default: "300"}, python: {type: "string", default: "/usr/bin/python3"}}
});
const cases = [
  {rows: 3200, features: 50_000, neuroids: 168, classes: 64},
  {rows: 135, features: 100_000, neuroids: 102, classes: 2}
];
const SPLITS = 10;
const oneThread = {OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1"};
const vvs = new URL("../../vvs", import.meta.url).pathname;
const script = (name: string) => new URL(name, import.meta.url).pathname;

interface Reference {
  version: string;
  seconds: number[];
  correlations: number[][];
  /** MiB. */
  peak: number;
}

console.log(describeMachine(thisMachine()));
const scratch = mkdtempSync(join(tmpdir(), "bench-score-"));
try {
  for (const one of cases) await measure(one);
} finally {
  rmSync(scratch, {recursive: true});
}

async function measure({rows, features, neuroids, classes}: (typeof cases)[number]): Promise<void> {
  const folder = join(scratch, String(rows));
  mkdirSync(folder);
  execFileSync(values.python, [script("arrays.py"), folder, ...[rows, features, neuroids, classes].map(String)]);
  const file = (name: string) => join(folder, name);
  const before = load();
  const ours = await peakMemoryRun(process.execPath, [
    ...[vvs, "metric", "pls", "--threads", "1", "--json"],
    ...["--source", file("X.npy"), "--target", file("Y.npy"), "--groups", file("groups.txt")]
  ]);
  const {neuroids: table}: {neuroids: number[][]} = JSON.parse(ours.output);
  const reference: Reference = JSON.parse(
    execFileSync(values.python, [script("reference.py"), folder, values.seconds], {
      encoding: "utf8",
      env: {...process.env, ...oneThread},
      maxBuffer: 2 ** 27
    })
  );
  const done = reference.seconds.length;
  const theirs = (reference.seconds.reduce((sum, seconds) => sum + seconds, 0) / done) * SPLITS;
  const differences = reference.correlations.flatMap((split, s) => split.map((r, j) => Math.abs(r - table[s]![j]!)));
  console.log(
    [
      `${rows} images x ${features} features x ${neuroids} neuroids, ${SPLITS} splits (load before: ${before})`,
      `  vvs metric pls        ${ours.seconds.toFixed(1)} s, start included; ${ours.peak.toFixed(0)} MiB anonymous`,
      `  scikit-learn ${reference.version}    ${theirs.toFixed(1)} s (${done} splits timed); ${reference.peak.toFixed(0)} MiB anonymous`,
      `  ${(theirs / ours.seconds).toFixed(1)} times faster; largest difference of a correlation ${Math.max(...differences).toExponential(1)}`
    ].join("\n")
  );
}
