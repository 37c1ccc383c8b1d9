import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {vvs} from "../../vvs.ts";
import {statesOf} from "./diary-project.ts";

/** Three branches of two tasks; the first task of branch `b` does what `${params.how}` says. */
function project(how: string, retries?: {times: number; wait?: string}): Record<string, string> {
  const stages = {
    first: {
      each: {branch: "branches"},
      command: `echo \${each.branch} >> "$DIARY"; test \${each.branch} != b || { ${how}; }; echo \${each.branch} > out.txt`,
      outputs: {out: "out.txt"},
      env: ["DIARY"],
      ...(retries && {retries})
    },
    second: {
      each: {branch: "branches"},
      command: `cp \${inputs.from} \${outputs.out}`,
      inputs: {from: "first[=]"},
      outputs: {out: "out.txt"},
      publish: {out: `out/\${each.branch}.txt`}
    },
    all: {command: `cat \${inputs.all}/* > \${outputs.out}`, inputs: {all: "second[*]"}, outputs: {out: "out.txt"}}
  };
  return {"pipeline.yaml": JSON.stringify({params: {branches: ["a", "b", "c"]}, stages}), diary: ""};
}

function run(folder: string, ...args: string[]) {
  return vvs(folder, ["run", "--json", ...args], {DIARY: join(folder, "diary")});
}

function diary(folder: string): string[] {
  return readFileSync(join(folder, "diary"), "utf8").trim().split("\n");
}

describe("a task that fails", () => {
  test("holds up only what needs it; the others are made and kept; the next run does the rest", () =>
    withFolder(project('test -e "$DIARY.mended" || exit 3'), async (folder) => {
      const {status, stdout} = await run(folder);
      assert.equal(status, 1);
      assert.deepEqual(statesOf(stdout), {
        "first[branch=a]": "ran",
        "first[branch=b]": "failed",
        "first[branch=c]": "ran",
        "second[branch=a]": "ran",
        "second[branch=b]": "skipped",
        "second[branch=c]": "ran",
        all: "skipped"
      });
      assert.equal(readFileSync(join(folder, "out/c.txt"), "utf8"), "c\n");
      await vvs(folder, ["run"], {DIARY: join(folder, "diary")});
      assert.deepEqual(diary(folder).sort(), ["a", "b", "b", "c"], "a failure is tried again, what is made is not");
    }));

  test("with --fail-fast: nothing new starts", () =>
    withFolder(project("exit 3"), async (folder) => {
      const {status, stdout} = await run(folder, "--fail-fast", "-j", "1");
      assert.equal(status, 1);
      const states = Object.values(statesOf(stdout));
      assert.equal(states.filter((state) => state === "failed").length, 1);
      assert.deepEqual(diary(folder), ["a", "b"]);
    }));

  test("is not tried again unless its stage says so", () =>
    withFolder(project("exit 3"), async (folder) => {
      await run(folder);
      assert.deepEqual(diary(folder).sort(), ["a", "b", "c"]);
    }));

  test("is tried as often as its stage says, each pause twice the one before", () =>
    withFolder(project("exit 3", {times: 2, wait: "100ms"}), async (folder) => {
      const {status, stderr} = await run(folder);
      assert.equal(status, 1);
      assert.deepEqual(diary(folder).sort(), ["a", "b", "b", "b", "c"]);
      assert.match(stderr, /first\[branch=b\] failed \(.* status 3\); again in 0.1 s\n/);
      assert.match(stderr, /again in 0.2 s\n/);
    }));

  test("and succeeds when tried again has succeeded", () =>
    withFolder(project('test $(grep -c b "$DIARY") = 2 || exit 3', {times: 3, wait: "10ms"}), async (folder) => {
      const {status, stdout} = await run(folder);
      assert.equal(status, 0);
      assert.ok(Object.values(statesOf(stdout)).every((state) => state === "ran"));
      assert.deepEqual(diary(folder).sort(), ["a", "b", "b", "c"]);
    }));
});
