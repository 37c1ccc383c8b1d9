import assert from "node:assert/strict";
import {spawn} from "node:child_process";
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {processTree} from "../../runner/execute/process-tree.ts";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";

const skip = process.platform === "linux" ? false : "processes are counted on Linux only";
const PATIENCE_MS = 20_000;

async function until(what: string, isSo: () => boolean): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; !isSo(); await sleep(20))
    assert.ok(Date.now() < end, `waited in vain until ${what}`);
}

/** Has a running task printed this? */
function printed(folder: string, text: string): boolean {
  const work = join(folder, "cache/work");
  try {
    const logs = readdirSync(work).filter((name) => name.endsWith(".log"));
    return logs.some((name) => readFileSync(join(work, name), "utf8").includes(text));
  } catch {
    return false;
  }
}

function isAlive(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.[0];
    return state !== "Z";
  } catch {
    return false;
  }
}

/** Kills a run as soon as its task says "started", and sees that nothing of it lives on. */
async function killAndWatch(folder: string, fewest: number, args: string[] = []): Promise<void> {
  const runner = spawn(join(projectRoot, "vvs"), ["-C", folder, "run", ...args], {stdio: "ignore"});
  await until("the task started", () => printed(folder, "started"));
  const all = processTree(runner.pid ?? 0);
  assert.ok(all.length >= fewest, `${all.length} processes`);
  runner.kill("SIGKILL");
  await until("all its processes ended", () => !all.some(isAlive));
}

describe("when the runner is killed", {skip}, () => {
  test("its commands end with it, and what they started", () => {
    const command = "echo started; (sleep 600 & sleep 600); cp $0 out.txt";
    const stages = {hungry: {command, outputs: {out: "out.txt"}}};
    return withFolder({"pipeline.yaml": JSON.stringify({stages})}, (folder) => killAndWatch(folder, 5));
  });

  test("its workers end with it, even in the midst of a computation, and the next run is right", () => {
    const stage = (seconds: number) => `import {writeFileSync} from "node:fs";
import {z} from "zod";
export default {
  params: z.strictObject({}), inputs: {}, outputs: {out: {file: "out.json", format: "json"}},
  run({outputs, log}) {
    log("started");
    for (const end = Date.now() + ${seconds} * 1000; Date.now() < end; );
    writeFileSync(outputs.out, "[1]");
  }
};
`;
    return withFolder({"pipeline.yaml": "stages: {busy: {run: stages/busy}}\n"}, async (folder) => {
      symlinkSync(join(projectRoot, "node_modules"), join(folder, "node_modules"));
      mkdirSync(join(folder, "stages/busy"), {recursive: true});
      writeFileSync(join(folder, "stages/busy/stage.ts"), stage(600));
      await killAndWatch(folder, 3);
      writeFileSync(join(folder, "stages/busy/stage.ts"), stage(0));
      assert.equal((await vvs(folder, ["run"])).status, 0);
      assert.deepEqual(readdirSync(join(folder, "cache/work")), []);
    });
  });
});
