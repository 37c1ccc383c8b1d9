/**
 * Times tools on one graph, tool beside tool in every round:
 * `node --import tsx bench/runner/overhead.ts wide:1000 vvs,make,ninja [--reps 3] [--limit 400] [--jobs 2]
 * [--only cold,no-op] [--out FILE.json]`. Prints tables in markdown.
 */
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {availableParallelism, tmpdir} from "node:os";
import {join} from "node:path";
import {setTimeout as wait} from "node:timers/promises";
import {parseArgs} from "node:util";
import {type Graph, graphOf} from "./graphs.ts";
import {describeMachine, load, thisMachine} from "./machine.ts";
import {median} from "./median.ts";
import {overheadTables, type Row} from "./overhead-table.ts";
import {Project, type Scenario, scenarios} from "./scenarios.ts";
import {type Measured, timedRun} from "./timed-run.ts";
import {installedTools} from "./tools/installed.ts";

const {values, positionals} = parseArgs({
  allowPositionals: true,
  options: {
    reps: {type: "string", default: "3"},
    limit: {type: "string", default: "400"},
    jobs: {type: "string", default: String(availableParallelism())},
    only: {type: "string"},
    out: {type: "string"}
  }
});
const [specification = "wide:100", toolNames = "all"] = positionals;
const [reps, limit, jobs] = [Number(values.reps), Number(values.limit), Number(values.jobs)];
const graph = graphOf(specification);
const installed = installedTools(toolNames).filter(({tool}) => !tool.only || tool.only.includes("cold"));
const chosen = scenarios.filter(({name}) => name === "cold" || (values.only?.split(",").includes(name) ?? true));
const home = mkdtempSync(join(tmpdir(), "vvs-bench-"));
const machine = thisMachine();
const rows: Row[] = [];
try {
  let projects = installed.map(({tool}) => new Project(graph, tool, home));
  for (const scenario of chosen) {
    const able = projects.filter(({tool}) => tool.only?.includes(scenario.name) ?? true);
    const measured = await inTurn(able, scenario);
    for (const [project, rounds] of measured) rows.push(rowOf(project, scenario, rounds, graph));
    projects = projects.filter((project) => measured.get(project)?.at(-1)?.status === 0);
  }
} finally {
  rmSync(home, {recursive: true, force: true});
}
const versions = Object.fromEntries(installed.map(({tool, version}) => [tool.name, version]));
console.log(`\n**${graph.name}**: seconds, median of ${reps} (tasks run / tasks that had to run)\n`);
console.log(overheadTables(rows));
console.log(`${describeMachine(machine)}; ${jobs} tasks at a time.`);
console.log(
  Object.entries(versions)
    .map(([tool, version]) => `${tool} ${version}`)
    .join(", ")
);
if (values.out) {
  const result = {graph: graph.name, machine, jobs, reps, versions, rows};
  writeFileSync(values.out, `${JSON.stringify(result, undefined, 1)}\n`);
}

interface Round extends Measured {
  right: boolean;
  missing: number;
  load: number;
}

/** Rounds of one scenario, each round all tools one after the other, so that a busy machine is busy for all. */
async function inTurn(projects: Project[], scenario: Scenario): Promise<Map<Project, Round[]>> {
  const measured = new Map(projects.map((project): [Project, Round[]] => [project, []]));
  for (let round = 0; round < reps; round++) {
    for (const [project, rounds] of measured) {
      if (isEnough(rounds)) continue;
      scenario.prepare(project, round);
      await wait(20); // Times of files are no finer than some milliseconds.
      const before = load();
      const run = await timedRun(project.tool.command(project.folder, jobs), project.folder, limit);
      rounds.push({...run, right: project.isRight(), missing: project.missing(), load: before});
      process.stderr.write(`${scenario.name} ${project.tool.name}: ${run.seconds?.toFixed(2) ?? "over the limit"}\n`);
      if (run.status !== 0) process.stderr.write(`${run.said.slice(-1000)}\n`);
    }
  }
  return measured;
}

/** A failure ends a scenario; so does a quarter of the limit. */
function isEnough(rounds: Round[]): boolean {
  const spent = rounds.reduce((sum, {seconds}) => sum + (seconds ?? limit), 0);
  return spent > limit / 4 || rounds.some(({status}) => status !== 0);
}

function rowOf({tool}: Project, {name, ideal}: Scenario, rounds: Round[], graph: Graph): Row {
  const all = rounds.map(({seconds}) => seconds ?? null);
  return {
    tool: tool.name,
    scenario: name,
    seconds: all.includes(null) ? null : median(rounds.map(({seconds}) => seconds ?? Number.NaN)),
    all,
    ran: Math.max(...rounds.map(({ran}) => ran.length)),
    ideal: ideal(graph),
    status: rounds.at(-1)?.status ?? null,
    right: rounds.every(({right}) => right),
    missing: Math.max(...rounds.map(({missing}) => missing)),
    peak: Math.max(0, ...rounds.map(({peak}) => peak ?? 0)) || null,
    load: rounds.map((round) => round.load)
  };
}
