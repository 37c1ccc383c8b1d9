import assert from "node:assert/strict";
import {spawnSync} from "node:child_process";
import {mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../temporary-folder.ts";
import {projectRoot, vvs} from "../vvs.ts";

function mount(folder: string, options: string): boolean {
  return spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status === 0;
}

/** A folder on a disk of so many megabytes of its own, for as long as `use` takes. */
function withDisk(megabytes: number, use: (disk: string) => Promise<void>): Promise<void> {
  return withFolder({}, async (folder) => {
    assert.ok(mount(folder, `size=${megabytes}m`));
    try {
      await use(folder);
    } finally {
      spawnSync("umount", ["-l", folder]);
    }
  });
}

const skip = await withFolder({}, (folder) => {
  if (!mount(folder, "size=1m")) return "a disk of a few megabytes cannot be mounted here (it takes root and tmpfs)";
  spawnSync("umount", ["-l", folder]);
  return false;
});

async function states(folder: string): Promise<Record<string, number>> {
  const {stdout, stderr} = await vvs(folder, ["run", "--json", "-j", "1"]);
  assert.notEqual(stdout, "", stderr);
  return JSON.parse(stdout).counts;
}

/** Runs into the full disk, makes room, and runs again: what was finished is not made again. */
async function fillAndResume(disk: string, tasks: number, result: string): Promise<void> {
  const full = await vvs(disk, ["run", "-j", "1"]);
  assert.equal(full.status, 1, full.stderr);
  assert.match(full.stderr, /the disk is full/);
  assert.doesNotMatch(full.stderr, /at .*\.m?[jt]s:/, "no stack trace");
  assert.ok(mount(disk, "remount,size=64m"));
  const {ran = 0, cached = 0, failed} = await states(disk);
  assert.equal(failed, 0);
  assert.equal(ran + cached, tasks);
  assert.ok(cached > 0, "what was finished is kept");
  assert.ok(ran < tasks, "only the rest runs");
  assert.equal(readFileSync(join(disk, "total.txt"), "utf8").trim(), result);
}

describe("on a disk that becomes full", {skip}, () => {
  test("commands fail with that reason, what was finished is kept, and the next run resumes", () =>
    withDisk(4, async (disk) => {
      const stages = {
        part: {
          each: {i: "1..8"},
          command: `head -c 900000 /dev/zero | tr '\\0' \${each.i} > \${outputs.out}`,
          outputs: {out: "out.txt"}
        },
        total: {
          command: `xargs cat < \${inputs.parts.list} | wc -c > \${outputs.out}`,
          inputs: {parts: "part[*]"},
          outputs: {out: "out.txt"},
          publish: {out: "total.txt"}
        }
      };
      writeFileSync(join(disk, "pipeline.yaml"), JSON.stringify({stages}));
      await fillAndResume(disk, 9, "7200000");
    }));

  test("so do tasks whose published files find no room", () =>
    withDisk(5, async (disk) => {
      const stages = {
        part: {
          each: {i: "1..4"},
          command: `head -c 900000 /dev/zero | tr '\\0' \${each.i} > \${outputs.out}`,
          outputs: {out: "out.txt"},
          publish: {out: `parts/\${each.i}.txt`}
        },
        total: {
          command: `xargs cat < \${inputs.parts.list} | wc -c > \${outputs.out}`,
          inputs: {parts: "part[*]"},
          outputs: {out: "out.txt"},
          publish: {out: "total.txt"}
        }
      };
      writeFileSync(join(disk, "pipeline.yaml"), JSON.stringify({stages}));
      await fillAndResume(disk, 5, "3600000");
      assert.deepEqual(readdirSync(join(disk, "parts")), ["1.txt", "2.txt", "3.txt", "4.txt"]);
    }));

  test("so do TypeScript stages", () =>
    withDisk(4, async (disk) => {
      symlinkSync(join(projectRoot, "node_modules"), join(disk, "node_modules"));
      mkdirSync(join(disk, "stages/part"), {recursive: true});
      writeFileSync(
        join(disk, "stages/part/stage.ts"),
        `import {writeFileSync} from "node:fs";
import {z} from "zod";
export default {
  params: z.strictObject({fill: z.number()}), inputs: {}, outputs: {out: {file: "out.bin", format: "file"}},
  run: ({params, outputs}) => writeFileSync(outputs.out, Buffer.alloc(900_000, params.fill))
};
`
      );
      const stages = {
        part: {run: "stages/part", each: {i: "fills"}, params: {fill: `fills.\${each.i}`}},
        total: {
          command: `xargs cat < \${inputs.parts.list} | wc -c > \${outputs.out}`,
          inputs: {parts: "part[*]"},
          outputs: {out: "out.txt"},
          publish: {out: "total.txt"}
        }
      };
      const params = {fills: {a: 1, b: 2, c: 3, d: 4, e: 5, f: 6}};
      writeFileSync(join(disk, "pipeline.yaml"), JSON.stringify({params, stages}));
      await fillAndResume(disk, 7, "5400000");
    }));
});
