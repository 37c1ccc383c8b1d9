import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {mkdtempSync, rmSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {FILES, inFolder, run} from "./cache-project.ts";

describe("a cache", () => {
  test("of another version is refused with what to do", () =>
    withFolder({...FILES, "cache/format": "99\n"}, async (folder) => {
      for (const command of [["run"], ["status"], ["gc"], ["cache", "verify"]]) {
        const {status, stderr} = await inFolder(folder, command);
        assert.equal(status, 2);
        assert.match(
          stderr,
          /cache\/format: the cache is of format 99; this version reads format 1\n {2}move the cache/
        );
      }
    }));

  test("that cannot be written can still be read, and run says so", {skip: noReadOnlyMounts()}, () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      await readOnly(join(folder, "cache"), async () => {
        const [pages] = JSON.parse((await inFolder(folder, ["status", "--json"])).stdout).stages;
        assert.equal(pages.fresh, 1);
        assert.match((await inFolder(folder, ["explain", "after"])).stdout, /after: fresh/);
        assert.equal((await inFolder(folder, ["cat", "count"])).stdout, "20000\n");
        assert.equal((await inFolder(folder, ["log", "count"])).stdout, "counted\n");
        assert.match((await inFolder(folder, ["graph"])).stdout, /<svg/);
        assert.equal((await inFolder(folder, ["gc", "--dry-run"])).status, 0);
        assert.equal((await inFolder(folder, ["run", "--dry-run"])).status, 0);
        assert.equal((await inFolder(folder, ["cache", "verify"])).status, 0);
        writeFileSync(join(folder, "notes.txt"), "other notes\n");
        assert.match((await inFolder(folder, ["explain", "after"])).stdout, /after: stale\n {2}input file \(from/);
        for (const command of [["run"], ["gc"]]) {
          const {status, stderr} = await inFolder(folder, command);
          assert.equal(status, 2);
          assert.match(stderr, /cache: the cache cannot be written \(EROFS.*\)\n {2}make the folder writable, or copy/);
        }
      });
    })
  );

  test("need not be there to look at a project that cannot be written", {skip: noReadOnlyMounts()}, () =>
    withFolder(FILES, (folder) =>
      readOnly(folder, async () => {
        const {status, stdout, stderr} = await inFolder(folder, ["status"]);
        assert.equal(status, 0, stderr);
        assert.match(stdout, /pages +0 +0 +1/);
        assert.equal((await inFolder(folder, ["run"])).status, 2);
      })
    )
  );
});

/** Why folders cannot be made read-only here; permission bits would not bind root. */
function noReadOnlyMounts(): string | false {
  const folder = mkdtempSync(join(tmpdir(), "vvs-mount-"));
  try {
    mount(folder);
    execFileSync("umount", [folder], {stdio: "ignore"});
    return false;
  } catch {
    return "read-only bind mounts are not to be had here";
  } finally {
    rmSync(folder, {recursive: true});
  }
}

function mount(folder: string): void {
  execFileSync("mount", ["--bind", "-o", "ro", folder, folder], {stdio: "ignore"});
}

async function readOnly(folder: string, use: () => Promise<void>): Promise<void> {
  mount(folder);
  try {
    await use();
  } finally {
    execFileSync("umount", [folder]);
  }
}
