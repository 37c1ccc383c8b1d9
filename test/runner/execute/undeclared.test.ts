import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {readTrace} from "../../../runner/execute/trace.ts";
import {undeclaredFiles} from "../../../runner/execute/undeclared.ts";

const TERRITORY = {
  project: "/project",
  own: "/project/cache/work/7",
  declared: ["/project/cache/objects/ab/cd"],
  module: false
};

/** The files that a trace of one process shows, as "how path". */
function undeclared(lines: string[], territory: Partial<typeof TERRITORY> = {}): string[] {
  const calls = readTrace(lines.map((line) => `7 ${line}\n`).join(""), TERRITORY.own);
  return undeclaredFiles(calls, {...TERRITORY, ...territory}).map(({how, path}) => `${how} ${path}`);
}

const open = (path: string, flags = "O_RDONLY") => `openat(AT_FDCWD, "${path}", ${flags}) = 3<${path}>`;
const missing = (path: string) => `access("${path}", F_OK) = -1 ENOENT (No such file or directory)`;

describe("a task", () => {
  test("may read its own folder, what it declares, the system and installed programs", () => {
    const lines = [
      `${TERRITORY.own}/inputs/a.txt`,
      ...TERRITORY.declared,
      "/usr/lib/libc.so",
      "/etc/passwd",
      "/proc/self/maps",
      "/project/node_modules/three/index.js",
      process.execPath
    ].map((path) => open(path));
    assert.deepEqual(undeclared(lines), []);
  });

  test("may not read the working tree, other objects of the cache, or other folders", () => {
    const paths = ["/project/PLAN", "/project/cache/objects/ef/gh", "/data/table.csv"];
    assert.deepEqual(
      undeclared(paths.map((path) => open(path))),
      paths.map((path) => `read ${path}`)
    );
  });

  test("may read what it made itself, wherever that is, and may write anywhere", () => {
    assert.deepEqual(
      undeclared([
        open("/tmp/x", "O_RDWR|O_CREAT|O_EXCL"),
        open("/tmp/x"),
        'mkdir("/tmp/d", 0777) = 0',
        open("/tmp/d/in/it"),
        'rename("/project/cache/work/7/a", "/tmp/b") = 0',
        open("/tmp/b"),
        open("/project/run.log", "O_WRONLY|O_CREAT|O_APPEND")
      ]),
      []
    );
    assert.deepEqual(undeclared([open("/tmp/old", "O_RDWR|O_CREAT")]), ["read /tmp/old"]);
  });

  test("may not ask whether a file of the project is there; outside it, programs search as they like", () => {
    assert.deepEqual(undeclared([missing("/project/PLAN"), missing("/home/me/.toolrc")]), ["looked for /project/PLAN"]);
    assert.deepEqual(undeclared(['stat("/project/cache", {st_mode=S_IFDIR|0755, ...}) = 0']), [], "a folder around it");
  });

  test("may search upwards for a tool's settings, but not find any", () => {
    const search = ["/project/cache/work/.toolrc", "/project/cache/.toolrc"].map(missing);
    assert.deepEqual(undeclared([...search, missing("/project/.toolrc")]), []);
    assert.deepEqual(undeclared([...search, open("/project/.toolrc")]), ["read /project/.toolrc"]);
  });

  test("may not run a program of the working tree that it does not declare", () => {
    assert.deepEqual(undeclared(['execve("/project/tool", ["tool"], 0x1 /* 3 vars */) = 0']), ["read /project/tool"]);
  });

  test("that is a module may read the package.json through which Node finds its packages", () => {
    assert.deepEqual(undeclared([open("/project/package.json")], {module: true}), []);
    assert.deepEqual(undeclared([open("/project/package.json")]), ["read /project/package.json"]);
    assert.deepEqual(undeclared([open("/project/other/package.json")], {module: true}), [
      "read /project/other/package.json"
    ]);
  });
});
