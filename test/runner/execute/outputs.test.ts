import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {linkSync, lstatSync, mkdirSync, readFileSync, symlinkSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {outputProblems} from "../../../runner/execute/outputs.ts";
import {withFolder} from "../../temporary-folder.ts";

describe("a declared output", () => {
  test("must be there", () =>
    withFolder({"other.txt": ""}, (folder) => {
      assert.deepEqual(outputProblems(folder, {made: "made.txt"}), [
        'declared output "made" (made.txt) was not made; its folder holds other.txt'
      ]);
    }));

  test("must not be empty where its format forbids it", () =>
    withFolder({empty: ""}, (folder) => {
      for (const format of ["table", "json", "tensors", "svg", "png", "pdf"])
        assert.match(
          outputProblems(folder, {out: "empty"}, {out: format})[0] ?? "",
          /is empty, which a file of format/
        );
      for (const format of ["text", "file"])
        assert.deepEqual(outputProblems(folder, {out: "empty"}, {out: format}), []);
      assert.deepEqual(outputProblems(folder, {out: "empty"}), [], "a command's output has no format");
    }));

  test("that is a link within the task's folder becomes what it leads to", () =>
    withFolder({"real.txt": "bytes", "tree/a": "1"}, (folder) => {
      symlinkSync("real.txt", join(folder, "link.txt"));
      symlinkSync("../real.txt", join(folder, "tree/b"));
      symlinkSync("tree", join(folder, "again"));
      assert.deepEqual(outputProblems(folder, {file: "link.txt", tree: "tree", again: "again"}), []);
      for (const path of ["link.txt", "tree/b", "again/b"]) {
        assert.ok(lstatSync(join(folder, path)).isFile(), path);
        assert.equal(readFileSync(join(folder, path), "utf8"), "bytes");
      }
    }));

  test("that is also known by another name gets bytes of its own", () =>
    withFolder({"elsewhere.txt": "bytes", "tree/a": "1"}, (folder) => {
      const paths = ["out.txt", "tree/b"].map((path) => join(folder, path));
      for (const path of paths) linkSync(join(folder, "elsewhere.txt"), path);
      assert.deepEqual(outputProblems(folder, {file: "out.txt", tree: "tree"}), []);
      for (const path of paths) {
        assert.equal(lstatSync(path).nlink, 1, path);
        assert.equal(readFileSync(path, "utf8"), "bytes");
      }
    }));

  test("that is a link to elsewhere, to nothing, or around itself is refused", () =>
    withFolder({"tree/a": "1"}, (folder) => {
      const problem = (target: string, name: string) => {
        symlinkSync(target, join(folder, name));
        return outputProblems(folder, {out: name.split("/")[0] ?? ""})[0] ?? "";
      };
      assert.match(
        problem("/etc/passwd", "absolute"),
        /is a link to \/etc\/passwd, outside the task's folder: copy it/
      );
      assert.match(problem("nothing", "dangling"), /is a link to nothing/);
      assert.match(problem("..", "tree/up"), /holds up, which is a link to .*outside/);
      mkdirSync(join(folder, "round"));
      assert.match(problem(".", "round/self"), /holds self, which is a link to a folder around it/);
    }));

  test("that is neither a file nor a folder is refused", {skip: process.platform === "win32"}, () =>
    withFolder({}, (folder) => {
      execFileSync("mkfifo", [join(folder, "pipe")]);
      assert.match(outputProblems(folder, {out: "pipe"})[0] ?? "", /is neither a file nor a folder/);
    })
  );
});
