/**
 * What tools do when things go wrong: `node --import tsx bench/runner/guarantees.ts vvs,make [--only killed,twice]
 * [--trials 2] [--jobs 2] [--out FILE.json]`. Prints a table in markdown of the worst outcomes of all trials.
 */
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {parseArgs} from "node:util";
import {BrokenProject, type Verdict} from "./broken-project.ts";
import {type Fault, faults} from "./faults.ts";
import {describeMachine, thisMachine} from "./machine.ts";
import {markdownTable} from "./markdown.ts";
import {installedTools} from "./tools/installed.ts";

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    only: {type: "string"},
    trials: {type: "string", default: "1"},
    jobs: {type: "string", default: "2"},
    out: {type: "string"}
  }
});
const installed = installedTools(positionals[0] ?? "all").filter(
  ({tool}) => !tool.only || tool.only.some((name) => name in faults)
);
const chosen = Object.entries(faults).filter(([name]) => values.only?.split(",").includes(name) ?? true);
const home = mkdtempSync(join(tmpdir(), "vvs-bench-"));
const machine = thisMachine();
const verdicts: (Verdict & {tool: string; fault: string})[] = [];
try {
  for (const {tool} of installed) {
    for (const [fault, meet] of chosen) {
      if (tool.only && !tool.only.includes(fault)) continue;
      for (let trial = 0; trial < Number(values.trials); trial++) {
        const verdict = await attempt(
          meet,
          new BrokenProject(tool, join(home, `${verdicts.length}`), Number(values.jobs))
        );
        verdicts.push({tool: tool.name, fault, ...verdict});
        process.stderr.write(`${tool.name} ${fault}: ${verdict.outcome}, ${verdict.detail}\n`);
      }
    }
  }
} finally {
  rmSync(home, {recursive: true, force: true});
}
const tools = installed.map(({tool}) => tool.name);
console.log(
  markdownTable([["", ...tools], ...chosen.map(([fault]) => [fault, ...tools.map((tool) => worst(tool, fault))])])
);
const versions = installed.map(({tool, version}) => `${tool.name} ${version}`);
console.log(`${versions.join(", ")}\n${describeMachine(machine)}`);
if (values.out) writeFileSync(values.out, `${JSON.stringify({machine, versions, verdicts}, undefined, 1)}\n`);

async function attempt(meet: Fault, project: BrokenProject): Promise<Verdict> {
  try {
    return await meet(project);
  } catch (error) {
    return {outcome: "does not apply", detail: error instanceof Error ? error.message : String(error)};
  }
}

function worst(tool: string, fault: string): string {
  const outcomes = verdicts.filter((one) => one.tool === tool && one.fault === fault).map(({outcome}) => outcome);
  if (outcomes.includes("wrong")) return "**wrong**";
  return ["error", "right", "does not apply"].find((one) => outcomes.some((outcome) => outcome === one)) ?? "";
}
