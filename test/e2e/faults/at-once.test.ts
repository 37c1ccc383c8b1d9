import assert from "node:assert/strict";
import {readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {vvs} from "../../vvs.ts";
import {halves, published, started, statesOf, taskCount, withDiaryProject} from "./diary-project.ts";

const BRANCHES = 6;

describe("runs on one cache at once", () => {
  for (const runs of [2, 4]) {
    test(`${runs} of them, from nothing: each task runs once, all end well with the right bytes`, () =>
      withDiaryProject({branches: BRANCHES}, async (folder, env) => {
        const all = await Promise.all(Array.from({length: runs}, () => vvs(folder, ["run", "--json", "-j", "3"], env)));
        for (const {status, stderr} of all) assert.equal(status, 0, stderr);
        assert.equal(started(folder).length, taskCount(BRANCHES));
        assert.deepEqual([...new Set(started(folder))].length, taskCount(BRANCHES), "no task ran twice");
        const ran = all.flatMap(({stdout}) => Object.values(statesOf(stdout)).filter((state) => state === "ran"));
        assert.equal(ran.length, taskCount(BRANCHES), "and each in one of the runs");
        assert.deepEqual(halves(folder), []);
        for (const room of ["work", "locks"]) assert.deepEqual(readdirSync(join(folder, "cache", room)), []);
        const {stdout} = await vvs(folder, ["cache", "verify", "--json"]);
        assert.deepEqual(JSON.parse(stdout).bad, []);
        const together = published(folder);
        for (const name of ["cache", "out"]) rmSync(join(folder, name), {recursive: true});
        assert.equal((await vvs(folder, ["run"], env)).status, 0);
        assert.deepEqual(together, published(folder), "as from one run");
      }));
  }

  test("the second goes on where the first is killed", () =>
    withDiaryProject({branches: BRANCHES, pause: 0.05}, async (folder, env) => {
      const controller = new AbortController();
      const first = vvs(folder, ["run", "--json"], env, controller.signal);
      while (started(folder).length < 4) await new Promise((resolve) => setTimeout(resolve, 10));
      const second = vvs(folder, ["run", "--json"], env);
      setTimeout(() => controller.abort(), 300);
      assert.equal((await first).status, null);
      const {status, stderr} = await second;
      assert.equal(status, 0, stderr);
      assert.deepEqual(halves(folder), []);
      assert.ok(started(folder).length <= taskCount(BRANCHES) + 8, "only what the first was at ran again");
      assert.equal(new Set(started(folder)).size, taskCount(BRANCHES));
    }));
});
