import assert from "node:assert/strict";
import {type ChildProcess, spawn} from "node:child_process";
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {processTree} from "../../../runner/execute/process-tree.ts";
import {withFolder} from "../../temporary-folder.ts";
import {projectRoot, vvs} from "../../vvs.ts";
import {statesOf} from "./diary-project.ts";

const skip = process.platform === "linux" ? false : "processes are counted on Linux only";
const PATIENCE_MS = 20_000;

const STAGE = `import {existsSync, writeFileSync} from "node:fs";
import {setTimeout as sleep} from "node:timers/promises";
import {z} from "zod";
export default {
  params: z.strictObject({}), inputs: {}, outputs: {out: {file: "out.txt", format: "text"}},
  async run({outputs}) {
    writeFileSync(process.env.GATE + "-module", "");
    while (existsSync(process.env.GATE)) await sleep(20);
    writeFileSync(outputs.out, "made\\n");
  }
};
`;
const wait = (name: string) => `touch "$GATE-${name}"; while [ -e "$GATE" ]; do sleep 0.02; done; echo made > out.txt`;
const STAGES = {
  shell: {command: wait("shell"), outputs: {out: "out.txt"}, env: ["GATE"]},
  list: {command: ["sh", "-c", `${wait("list")}; sleep 0`], outputs: {out: "out.txt"}, env: ["GATE"]},
  module: {run: "stages/module", env: ["GATE"]},
  shared: {
    command: `touch \${params.gate}-shared; while [ -e \${params.gate} ]; do sleep 0.02; done; echo made > out.txt`,
    params: {gate: "gate"},
    outputs: {out: "out.txt"}
  },
  after: {
    command: `cat \${inputs.shell} \${inputs.module} > \${outputs.out}`,
    inputs: {shell: "shell", module: "module"},
    outputs: {out: "out.txt"},
    publish: {out: "after.txt"}
  }
};
const WAITING = ["shell", "list", "module", "shared"];

/** The runner, its watchdog, three shells and a worker. */
const FEWEST = 6;

interface Run {
  child: ChildProcess;
  /** All processes of the run. */
  tree: number[];
  ended: Promise<{status: number | null; stderr: string; stdout: string}>;
}

async function until(what: string, isSo: () => boolean, patience = PATIENCE_MS): Promise<void> {
  for (const end = Date.now() + patience; !isSo(); await sleep(10))
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
}

/** A project whose first four tasks wait for as long as the file `gate` is there, all of them running. */
function withWaitingRun(use: (folder: string, env: {GATE: string}, run: Run) => Promise<void>): Promise<void> {
  return withFolder({gate: ""}, async (folder) => {
    const gate = join(folder, "gate");
    writeFileSync(join(folder, "pipeline.yaml"), JSON.stringify({params: {gate}, stages: STAGES}));
    mkdirSync(join(folder, "stages/module"), {recursive: true});
    writeFileSync(join(folder, "stages/module/stage.ts"), STAGE);
    symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
    const child = spawn(join(projectRoot, "vvs"), ["-C", folder, "run", "--json", "-j", "4"], {
      env: {PATH: process.env.PATH, HOME: process.env.HOME, GATE: gate},
      stdio: ["ignore", "pipe", "pipe"],
      detached: true
    });
    let [stdout, stderr] = ["", ""];
    child.stdout?.on("data", (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const ended = new Promise<{status: number | null; stderr: string; stdout: string}>((resolve) => {
      child.on("close", (status) => resolve({status, stderr, stdout}));
    });
    await until("all started", () => WAITING.every((name) => existsSync(`${gate}-${name}`)));
    await use(folder, {GATE: gate}, {child, tree: processTree(child.pid ?? 0), ended});
  });
}

function isAlive(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.[0] !== "Z";
  } catch {
    return false;
  }
}

/** Sends a signal as a terminal does: to all of the group in the foreground. */
function press({child}: Run, signal: NodeJS.Signals): void {
  process.kill(-(child.pid ?? 0), signal);
}

describe("Ctrl-C", {skip}, () => {
  test("once: what runs finishes and is kept, nothing new starts, exit 130; the next run goes on", () =>
    withWaitingRun(async (folder, env, run) => {
      const {ended, tree, child} = run;
      press(run, "SIGINT");
      await sleep(200);
      assert.ok(processTree(child.pid ?? 0).length >= FEWEST, "nothing is ended");
      rmSync(env.GATE);
      const {status, stderr, stdout} = await ended;
      assert.equal(status, 130);
      assert.match(stderr, /stopping when the running tasks are done; press Ctrl-C again to stop now/);
      assert.deepEqual(statesOf(stdout), {
        shell: "ran",
        list: "ran",
        module: "ran",
        shared: "ran",
        after: "skipped"
      });
      for (const room of ["work", "locks"]) assert.deepEqual(readdirSync(join(folder, "cache", room)), []);
      const next = await vvs(folder, ["run", "--json"], env);
      assert.equal(next.status, 0, next.stderr);
      assert.deepEqual(Object.values(statesOf(next.stdout)).sort(), ["cached", "cached", "cached", "cached", "ran"]);
      assert.equal(readFileSync(join(folder, "after.txt"), "utf8"), "made\nmade\n");
      await until("its processes ended", () => !tree.some(isAlive));
    }));

  for (const [how, signals] of [
    ["Ctrl-C twice", ["SIGINT", "SIGINT"]],
    ["SIGTERM", ["SIGTERM"]],
    ["SIGHUP", ["SIGHUP"]]
  ] as [string, NodeJS.Signals[]][]) {
    test(`${how}: all ends within a second, children too, exit 130; the next run is right`, () =>
      withWaitingRun(async (folder, env, run) => {
        const {ended, tree} = run;
        assert.ok(tree.length >= FEWEST, `${tree.length} processes`);
        for (const signal of signals) {
          press(run, signal);
          await sleep(100);
        }
        const {status} = await ended;
        assert.equal(status, 130);
        await until("its processes ended", () => !tree.some(isAlive), 1000);
        rmSync(env.GATE);
        const next = await vvs(folder, ["run", "--json"], env);
        assert.equal(next.status, 0, next.stderr);
        assert.deepEqual(Object.values(statesOf(next.stdout)), ["ran", "ran", "ran", "ran", "ran"]);
        assert.equal(readFileSync(join(folder, "after.txt"), "utf8"), "made\nmade\n");
        for (const room of ["work", "locks"]) assert.deepEqual(readdirSync(join(folder, "cache", room)), []);
      }));
  }

  test("once, while another run makes what this one waits for: this one stops, and nothing has failed", () =>
    withWaitingRun(async (folder, env, first) => {
      const second = spawn(join(projectRoot, "vvs"), ["-C", folder, "run", "--json"], {
        env: {PATH: process.env.PATH, HOME: process.env.HOME, ...env},
        stdio: ["ignore", "pipe", "pipe"]
      });
      let [stdout, stderr] = ["", ""];
      second.stdout.on("data", (chunk: Buffer) => {
        stdout += chunk.toString();
      });
      second.stderr.on("data", (chunk: Buffer) => {
        stderr += chunk.toString();
      });
      const ended = new Promise((resolve) => second.on("close", resolve));
      await until("it waits", () => stderr.includes("another run is making it; waiting"));
      second.kill("SIGINT");
      assert.equal(await ended, 130);
      assert.deepEqual([...new Set(Object.values(statesOf(stdout)))], ["skipped"]);
      rmSync(env.GATE);
      assert.equal((await first.ended).status, 0);
    }));
});
