import {spawnSync} from "node:child_process";
import {doit} from "./doit.ts";
import {floor} from "./floor.ts";
import {make} from "./make.ts";
import {ninja} from "./ninja.ts";
import {scons} from "./scons.ts";
import {snakemake} from "./snakemake.ts";
import type {Tool} from "./tool.ts";
import {vvs, vvsStrict} from "./vvs.ts";

export interface InstalledTool {
  tool: Tool;
  version: string;
}

const known: Tool[] = [vvs, vvsStrict, floor, make, ninja, scons, doit, snakemake];

/** Tools by name, `vvs,make`, or `all`; one that is not installed is said to be missing, and left out. */
export function installedTools(names: string): InstalledTool[] {
  const wanted = names === "all" ? known.map(({name}) => name) : names.split(",");
  return wanted.flatMap((name) => {
    const tool = known.find((one) => one.name === name);
    if (!tool) throw new Error(`expected a tool of ${known.map((one) => one.name).join(", ")}; found ${name}`);
    const version = versionOf(tool);
    if (version === undefined) console.error(`${name} is missing: it is left out`);
    return version === undefined ? [] : [{tool, version}];
  });
}

/** Asking also lets ours compile itself before it is timed. */
function versionOf({version: [program = "", ...args]}: Tool): string | undefined {
  const {status, stdout} = spawnSync(program, args, {encoding: "utf8"});
  return status === 0 ? (/\d+(\.\d+)+/.exec(stdout)?.[0] ?? "") : undefined;
}
