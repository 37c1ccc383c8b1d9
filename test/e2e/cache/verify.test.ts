import assert from "node:assert/strict";
import {chmodSync, readFileSync, renameSync, statSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {FILES, inFolder, NOTHING, run} from "./cache-project.ts";

function objectPath(folder: string, digest: string): string {
  return join(folder, "cache/objects", digest.slice(0, 2), digest.slice(2));
}

/** Overwrites a file in place, keeping its times. */
function damage(path: string, change: (bytes: Buffer) => Buffer): void {
  const {atime, mtime} = statSync(path);
  const bytes = change(readFileSync(path));
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
}

async function verify(
  folder: string
): Promise<{status: number | null; bad: {kind: string; what: string; file: string}[]}> {
  const {status, stdout, stderr} = await inFolder(folder, ["cache", "verify", "--json"]);
  assert.notEqual(stdout, "", stderr);
  return {status, bad: JSON.parse(stdout).bad};
}

describe("vvs cache verify", () => {
  const made = async (folder: string) => {
    const {stdout} = await inFolder(folder, ["run", "--json"]);
    const {tasks} = JSON.parse(stdout) as {tasks: {name: string; key: string; outputs: Record<string, string>}[]};
    return new Map(tasks.map((task) => [task.name, task]));
  };

  test("finds nothing wrong with a cache that is right", () =>
    withFolder(FILES, async (folder) => {
      await run(folder);
      const {status, stdout} = await inFolder(folder, ["cache", "verify"]);
      assert.equal(status, 0);
      assert.match(stdout, /^6 objects and 4 records read, none bad\n$/);
    }));

  const damages: [string, (bytes: Buffer) => Buffer][] = [
    ["a flipped bit", (bytes) => Buffer.concat([Buffer.from([(bytes[0] ?? 0) ^ 1]), bytes.subarray(1)])],
    ["a truncated object", (bytes) => bytes.subarray(0, 1000)],
    ["an empty object", () => Buffer.alloc(0)]
  ];
  for (const [name, change] of damages) {
    test(`finds ${name}, names the artifact, sets it aside; the next run makes it again`, () =>
      withFolder(FILES, async (folder) => {
        const digest = (await made(folder)).get("pages")?.outputs.text ?? "";
        damage(objectPath(folder, digest), change);
        const {status, bad} = await verify(folder);
        assert.equal(status, 1);
        assert.equal(bad.length, 1);
        assert.equal(bad[0]?.kind, "object");
        assert.match(bad[0]?.what ?? "", /^pages\/text: corrupt object .* set aside in /);
        assert.equal(bad[0]?.file, `cache/objects/${digest.slice(0, 2)}/${digest.slice(2)}`);
        assert.match((await verify(folder)).bad[0]?.what ?? "", /pages\/text is lost/);
        assert.deepEqual(await run(folder), {...NOTHING, pages: "ran"});
        assert.equal((await verify(folder)).status, 0);
      }));
  }

  test("finds an object under another's name, and one whose name is no digest", () =>
    withFolder(FILES, async (folder) => {
      const tasks = await made(folder);
      const [text, bytes] = [tasks.get("pages")?.outputs.text ?? "", tasks.get("count")?.outputs.bytes ?? ""];
      renameSync(objectPath(folder, bytes), objectPath(folder, text));
      writeFileSync(join(folder, "cache/objects", text.slice(0, 2), "notes.txt"), "?");
      const {bad} = await verify(folder);
      assert.deepEqual(bad.map(({kind, what}) => `${kind} ${what.replace(/[;:(].*/, "")}`).sort(), [
        "object its name is no digest",
        "object pages/text",
        "record count/bytes is lost "
      ]);
      assert.deepEqual(await run(folder), {...NOTHING, pages: "ran", count: "ran"});
    }));

  test("finds swapped, edited and half-written records", () =>
    withFolder(FILES, async (folder) => {
      const tasks = await made(folder);
      const path = (task: string) => {
        const key = tasks.get(task)?.key ?? "";
        return join(folder, "cache/records", key.slice(0, 2), `${key.slice(2)}.json`);
      };
      renameSync(path("pages"), join(folder, "aside"));
      renameSync(path("count"), path("pages"));
      renameSync(join(folder, "aside"), path("count"));
      damage(path("gate"), (bytes) => Buffer.from(bytes.toString().replace('"turn":1', '"turn":3')));
      damage(path("after"), (bytes) => bytes.subarray(0, 300));
      const {status, bad} = await verify(folder);
      assert.equal(status, 1);
      assert.deepEqual(bad.map(({kind, what}) => `${kind}: ${what.replace(/[,;].*/, "")}`).sort(), [
        "record: it is not whole: no JSON",
        "record: it is that of count under another key",
        "record: it is that of pages under another key",
        "record: the components of gate give another key"
      ]);
      assert.deepEqual(Object.values(await run(folder)), ["ran", "ran", "ran", "ran"]);
      assert.equal((await verify(folder)).status, 0);
    }));
});
