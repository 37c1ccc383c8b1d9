import assert from "node:assert/strict";
import {readdirSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {vvs} from "../../vvs.ts";
import {Choices} from "../invalidation/random.ts";
import {halves, published, started, statesOf, taskCount, withDiaryProject} from "./diary-project.ts";
import {type Aim, recorded, runAndKill} from "./killed-run.ts";

const KILLS = Number(process.env.VVS_KILLS ?? 12);
const SEED = Number(process.env.VVS_SEED ?? Date.now() % 1e6);
const BRANCHES = 10;
const TASKS = taskCount(BRANCHES);
/** Kills of the runner are drawn from this many milliseconds: a little more than an undisturbed run takes. */
const LONGEST_MS = 1300;
const skip = process.platform === "linux" ? false : "processes are found by /proc, on Linux only";

const AIMS: Aim[] = ["runner", "runner", "runner", "worker", "command"];

/** The published files of an undisturbed run, with `in turn 0` where each says so. */
async function cleanResult(): Promise<Record<string, string>> {
  let result = {};
  await withDiaryProject({branches: BRANCHES}, async (folder, env) => {
    const {status, stderr} = await vvs(folder, ["run"], env);
    assert.equal(status, 0, stderr);
    assert.equal(started(folder).length, TASKS);
    result = published(folder);
  });
  return result;
}

function inTurn(result: Record<string, string>, turn: number): Record<string, string> {
  return Object.fromEntries(
    Object.entries(result).map(([path, text]) => [path, text.replaceAll("in turn 0", `in turn ${turn}`)])
  );
}

describe("killed with SIGKILL", {skip}, () => {
  test(`${KILLS} times at random instants (VVS_KILLS), seed ${SEED} (VVS_SEED), a run is resumed: nothing finished runs again, the result is that of a clean run`, async (context) => {
    const clean = await cleanResult();
    const choices = new Choices(SEED);
    const hits: Record<Aim, number> = {runner: 0, worker: 0, command: 0};
    let [resumes, tasks, turn] = [0, 0, 1];
    await withDiaryProject({branches: BRANCHES}, async (folder, env) => {
      while (hits.runner + hits.worker + hits.command < KILLS) {
        const finished = recorded(folder, turn);
        const before = started(folder, turn).length;
        if (before) resumes++;
        const aim = choices.pick(AIMS);
        const args = ["-j", String(1 + choices.below(6)), "--set", `turn=${turn}`];
        const run = await runAndKill(folder, args, env, aim, choices.below(LONGEST_MS), choices);
        if (run.hit) hits[aim]++;
        const again = started(folder, turn).slice(before);
        assert.deepEqual(
          again.filter((name) => finished.has(name)),
          [],
          "finished before, and started again"
        );
        assert.deepEqual(halves(folder), []);
        if (run.status === null) continue;
        assert.ok(run.stdout, `status ${run.status}, aimed at ${aim}: ${run.stderr}`);
        const ended = statesOf(run.stdout);
        for (const name of finished) assert.equal(ended[name], "cached", name);
        assert.ok(run.status === 0 || run.hit, run.stderr);
        if (run.status !== 0) continue;
        assert.deepEqual(published(folder), inTurn(clean, turn));
        tasks += TASKS;
        turn++;
      }
      const last = await vvs(folder, ["run", "--json", "--set", `turn=${turn}`], env);
      assert.equal(last.status, 0, last.stderr);
      tasks += TASKS;
      assert.deepEqual(published(folder), inTurn(clean, turn));
      assert.equal(recorded(folder, turn).size, TASKS);
      const verified = await vvs(folder, ["cache", "verify", "--json"]);
      assert.deepEqual(JSON.parse(verified.stdout).bad, []);
      for (const room of ["work", "locks"]) assert.deepEqual(readdirSync(join(folder, "cache", room)), [], room);
      const starts = started(folder).length;
      for (let earlier = 1; earlier <= turn; earlier++) await vvs(folder, ["run", "--set", `turn=${earlier}`], env);
      assert.equal(started(folder).length, starts, "every turn is kept whole");
      const {runner, worker, command} = hits;
      context.diagnostic(
        `killed ${runner} runners, ${worker} workers, ${command} commands; ${resumes} resumes, ` +
          `${tasks} tasks in ${turn} runs to the end, 0 redone`
      );
    });
  });
});
