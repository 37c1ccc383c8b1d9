import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {readTrace} from "../../../runner/execute/trace.ts";

function traced(...lines: string[]) {
  return readTrace(`${lines.join("\n")}\n`, "/project/task");
}

describe("a trace", () => {
  test("gives the files that were opened, where links led, and what failed", () => {
    const [read, missing, written] = traced(
      '7 openat(AT_FDCWD</project/task>, "in.txt", O_RDONLY|O_CLOEXEC) = 3</project/cache/objects/ab/cd>',
      '7 open("../PLAN", O_RDONLY) = -1 ENOENT (No such file or directory)',
      '7 openat(AT_FDCWD, "out.txt", O_WRONLY|O_CREAT|O_TRUNC, 0666) = 4</project/task/out.txt>'
    );
    assert.deepEqual(read, {
      call: "openat",
      path: "/project/task/in.txt",
      opened: "/project/cache/objects/ab/cd",
      flags: ", O_RDONLY|O_CLOEXEC"
    });
    assert.equal(missing?.path, "/project/PLAN");
    assert.equal(missing?.error, "ENOENT");
    assert.equal(written?.path, "/project/task/out.txt");
  });

  test("follows each process through folders, whichever order its lines come in", () => {
    const calls = traced(
      '7 chdir("sub") = 0',
      "7 vfork( <unfinished ...>",
      '8 access("a", R_OK) = 0',
      '8 chdir("/elsewhere") = 0',
      '8 access("b", R_OK) = 0',
      "7 <... vfork resumed>) = 8",
      '7 access("c", R_OK) = 0',
      "7 fchdir(5</back>) = 0",
      '7 access("d", R_OK) = 0'
    );
    const paths = calls.filter(({call}) => call === "access").map(({path}) => path);
    assert.deepEqual(paths, ["/project/task/sub/a", "/elsewhere/b", "/project/task/sub/c", "/back/d"]);
  });

  test("joins calls that another process interrupted", () => {
    const calls = traced(
      '7 openat(AT_FDCWD</project/task>, "slow", O_RDONLY <unfinished ...>',
      '8 access("/x", R_OK) = 0',
      "7 <... openat resumed>) = 3</project/task/slow>"
    );
    assert.deepEqual(
      calls.map(({path, opened}) => [path, opened]),
      [
        ["/project/task/slow", "/project/task/slow"],
        ["/x", undefined]
      ]
    );
  });

  test("reads names with spaces, quotes, brackets and letters of any script", () => {
    const [call] = traced(
      String.raw`7 openat(AT_FDCWD</project/task>, "\303\251 \"a\" <b>\n", O_RDONLY) = 3</data/\303\251 \74b\76>`
    );
    assert.equal(call?.path, '/project/task/é "a" <b>\n');
    assert.equal(call?.opened, "/data/é <b>");
  });

  test("gives both paths of a rename, and only the program of an exec", () => {
    const [rename, exec] = traced(
      '7 renameat2(AT_FDCWD</t>, "a", 3</u>, "b", RENAME_NOREPLACE) = 0',
      '7 execve("/bin/sh", ["sh", "-c", "x"], 0x7ff /* 3 vars */) = 0'
    );
    assert.deepEqual([rename?.path, rename?.target], ["/t/a", "/u/b"]);
    assert.deepEqual([exec?.path, exec?.target], ["/bin/sh", undefined]);
  });

  test("passes over what names no file, signals, and calls that a kill cut short", () => {
    const calls = traced(
      '7 newfstatat(3</x>, "", {st_mode=S_IFREG|0644, ...}, AT_EMPTY_PATH) = 0',
      "7 --- SIGCHLD {si_signo=SIGCHLD} ---",
      '7 openat(AT_FDCWD</t>, "cut", O_RDONLY <unfinished ...>) = ?',
      "7 +++ killed by SIGKILL +++"
    );
    assert.deepEqual(calls, []);
  });
});
