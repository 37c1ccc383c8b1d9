import assert from "node:assert/strict";
import {lutimesSync, readdirSync, rmSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {vvs} from "../../vvs.ts";
import {started, taskCount, withDiaryProject} from "./diary-project.ts";

const BRANCHES = 2;
const YEAR_MS = 365 * 24 * 3600 * 1000;

/** Gives everything in a folder this time of change. */
function setTimes(folder: string, at: Date): void {
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    if (entry.name === "node_modules") continue;
    lutimesSync(join(entry.parentPath, entry.name), at, at);
  }
}

describe("when the clock is set", () => {
  for (const [way, offset] of [
    ["back, so that all files are of next year", YEAR_MS],
    ["forward, so that all files are of last year", -YEAR_MS]
  ] as const) {
    test(`${way}, nothing runs again, and what is lost is made`, () =>
      withDiaryProject({branches: BRANCHES, pause: 0}, async (folder, env) => {
        assert.equal((await vvs(folder, ["run"], env)).status, 0);
        for (const part of ["cache", "out", "stages", "."]) setTimes(join(folder, part), new Date(Date.now() + offset));
        const again = await vvs(folder, ["run"], env);
        assert.equal(again.status, 0, again.stderr);
        assert.equal(started(folder).length, taskCount(BRANCHES));
        assert.equal((await vvs(folder, ["cache", "verify"])).status, 0);
        assert.equal((await vvs(folder, ["gc"], env)).status, 0);
        rmSync(join(folder, "out"), {recursive: true});
        assert.equal((await vvs(folder, ["run"], env)).status, 0);
        assert.equal(started(folder).length, taskCount(BRANCHES));
        assert.equal((await vvs(folder, ["run", "--set", "turn=1"], env)).status, 0);
        assert.equal(started(folder, 1).length, taskCount(BRANCHES));
      }));
  }
});
