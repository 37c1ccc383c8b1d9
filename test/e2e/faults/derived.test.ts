import assert from "node:assert/strict";
import {rmSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {vvs} from "../../vvs.ts";
import {published, started, statesOf, taskCount, withDiaryProject} from "./diary-project.ts";

const BRANCHES = 2;
const ROOMS = ["index", "work", "locks", "code", "failures", "resume", "quarantine", "format"];

describe("what is derived may be deleted between runs", () => {
  test(`cache/{${ROOMS.join(",")}}, one by one and together: nothing runs again`, () =>
    withDiaryProject({branches: BRANCHES, pause: 0}, async (folder, env) => {
      assert.equal((await vvs(folder, ["run"], env)).status, 0);
      const before = published(folder);
      for (const rooms of [...ROOMS.map((room) => [room]), ROOMS]) {
        for (const room of [...rooms.map((name) => join("cache", name)), "out"])
          rmSync(join(folder, room), {recursive: true, force: true});
        const {status, stderr} = await vvs(folder, ["run"], env);
        assert.equal(status, 0, stderr);
        assert.deepEqual(published(folder), before);
        assert.equal(started(folder).length, taskCount(BRANCHES), `${rooms}`);
      }
      for (const room of ROOMS) rmSync(join(folder, "cache", room), {recursive: true, force: true});
      assert.equal((await vvs(folder, ["run", "--set", "turn=1"], env)).status, 0, "and new tasks run without them");
    }));
});

test("an index that cannot be written fails no task: the run says so once, and the next one does without", () =>
  withFolder({}, async (folder) => {
    const breaks = `rm -r "${folder}/cache/index" && touch "${folder}/cache/index"; echo 1 > out.txt`;
    const after = (inputs: Record<string, string>) => ({
      command: `cat inputs/* > out.txt; echo ${Object.keys(inputs)}`,
      inputs,
      outputs: {out: "out.txt"}
    });
    const stages = {
      breaks: {command: breaks, outputs: {out: "out.txt"}},
      left: after({one: "breaks"}),
      right: after({other: "breaks"}),
      both: after({left: "left", right: "right"})
    };
    writeFileSync(join(folder, "pipeline.yaml"), JSON.stringify({stages}));
    const {status, stdout, stderr} = await vvs(folder, ["run", "--json", "-j", "2"]);
    assert.equal(status, 0, stderr);
    assert.deepEqual(statesOf(stdout), {breaks: "ran", left: "ran", right: "ran", both: "ran"});
    assert.equal(stderr.match(/index cannot be written/g)?.length, 1, stderr);
    rmSync(join(folder, "cache/index"));
    assert.match((await vvs(folder, ["run"])).stderr, /ran 0, cached 4/);
  }));
