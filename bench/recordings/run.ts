/**
 * Reading a file of the shape and size of FreemanZiemba2013's public recordings (1.3 GB), one region after the other:
 * seconds, and peak resident memory of the process that reads (Linux only).
 * `node --import tsx bench/recordings/run.ts [--python /usr/bin/python3]`; Python needs h5py, to write the file.
 */
import {execFileSync} from "node:child_process";
import {mkdirSync, mkdtempSync, rmSync, statSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {build} from "esbuild";
import {describeMachine, thisMachine} from "../runner/machine.ts";

const {values} = parseArgs({options: {python: {type: "string", default: "/usr/bin/python3"}}});
const script = (name: string) => new URL(name, import.meta.url).pathname;
// Packages are found from where the bundle lies.
const built = script("../../node_modules/.cache/bench-recordings");
const scratch = mkdtempSync(join(tmpdir(), "bench-recordings-"));
try {
  const file = join(scratch, "recordings.nc");
  execFileSync(values.python, [script("full-size.py"), file]);
  mkdirSync(built, {recursive: true});
  const reader = join(built, "read.mjs");
  await build({
    entryPoints: [script("read.ts")],
    bundle: true,
    packages: "external",
    format: "esm",
    platform: "node",
    outfile: reader,
    logLevel: "error"
  });
  console.log(describeMachine(thisMachine()));
  console.log(`${(statSync(file).size / 1e9).toFixed(2)} GB`);
  for (const region of ["V1", "V2"])
    console.log(execFileSync(process.execPath, [reader, file, region, scratch], {encoding: "utf8"}).trim());
} finally {
  rmSync(scratch, {recursive: true});
  rmSync(built, {recursive: true, force: true});
}
