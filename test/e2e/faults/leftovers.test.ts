import assert from "node:assert/strict";
import {existsSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {setTimeout as sleep} from "node:timers/promises";
import {withFolder} from "../../temporary-folder.ts";
import {vvs} from "../../vvs.ts";

const skip = process.platform === "linux" ? false : "what a command leaves is found on Linux only";

/** A task that leaves a process running, which would write into its folder later, and a task after it. */
function project(env: string[]): Record<string, string> {
  const stages = {
    leaves: {
      command: `(sleep 0.3; echo late > out.txt; echo late > "\${params.mark}") & echo now > out.txt`,
      params: {mark: "mark"},
      outputs: {out: "out.txt"},
      env
    },
    next: {
      command: `cat \${inputs.from} > /dev/null; echo next > out.txt; sleep 0.6`,
      inputs: {from: "leaves"},
      outputs: {out: "out.txt"},
      publish: {out: "next.txt"},
      env
    }
  };
  return {"pipeline.yaml": JSON.stringify({params: {mark: "MARK"}, stages})};
}

describe("a process that a command leaves running", {skip}, () => {
  for (const [how, env] of [
    ["in a shell that commands share", []],
    ["in a shell of its own", ["HOME"]]
  ] as [string, string[]][]) {
    test(`${how} ends with the command, and writes nothing where the next task works`, () =>
      withFolder(project(env), async (folder) => {
        const mark = join(folder, "mark");
        const {status, stderr} = await vvs(folder, ["run", "-j", "1", "--set", `mark=${mark}`]);
        assert.equal(status, 0, stderr);
        assert.equal(readFileSync(join(folder, "next.txt"), "utf8"), "next\n");
        assert.equal((await vvs(folder, ["cat", "leaves", "--set", `mark=${mark}`])).stdout, "now\n");
        await sleep(100);
        assert.ok(!existsSync(mark), "it was ended");
      }));
  }
});
