import assert from "node:assert/strict";
import {linkSync, mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {layOut} from "../../../runner/store/layout.ts";
import {Locks} from "../../../runner/store/locks.ts";
import {withFolder} from "../../temporary-folder.ts";
import {vvs} from "../../vvs.ts";
import {started, taskCount, withDiaryProject} from "./diary-project.ts";

const BRANCHES = 2;
const HOUR_MS = 3600 * 1000;
const DEAD = 2 ** 22 + 1;

interface Left {
  what: string;
  text: string;
  /** How long ago it was written; negative where its time is still to come. */
  ageMs: number;
}

const whole = JSON.stringify({pid: DEAD, host: hostname(), born: "1"});
const LEFT: Left[] = [
  {what: "a dead process", text: whole, ageMs: 0},
  {what: "a process whose number another has now", text: whole.replace(String(DEAD), String(process.pid)), ageMs: 0},
  {what: "a lock cut short", text: whole.slice(0, 12), ageMs: 2000},
  {what: "an empty lock", text: "", ageMs: 2000},
  {what: "an empty lock written before the clock went back", text: "", ageMs: -HOUR_MS},
  {what: "another host, untouched for 25 hours", text: whole.replace(hostname(), "elsewhere"), ageMs: 25 * HOUR_MS},
  {what: "a dead process, before the clock went back", text: whole, ageMs: -48 * HOUR_MS}
];

/** Keys of the tasks that can run first. */
async function firstKeys(folder: string, env: Record<string, string>): Promise<string[]> {
  const {stdout} = await vvs(folder, ["run", "--dry-run", "--json"], env);
  const {tasks} = JSON.parse(stdout) as {tasks: {key: string | null}[]};
  return tasks.flatMap(({key}) => key ?? []);
}

function leave(locks: string, key: string, {text, ageMs}: Left): void {
  mkdirSync(locks, {recursive: true});
  const path = join(locks, key);
  writeFileSync(path, text);
  const at = new Date(Date.now() - ageMs);
  utimesSync(path, at, at);
}

describe("locks that were left behind", () => {
  for (const left of LEFT) {
    test(`by ${left.what}: taken over at once`, () =>
      withDiaryProject({branches: BRANCHES, pause: 0}, async (folder, env) => {
        const keys = await firstKeys(folder, env);
        assert.equal(keys.length, BRANCHES);
        const locks = join(folder, "cache/locks");
        for (const key of keys) leave(locks, key, left);
        const {stdout} = await vvs(folder, ["status", "--json"], env);
        for (const {running} of JSON.parse(stdout).stages) assert.equal(running, 0);
        const {status, stderr} = await vvs(folder, ["run"], env);
        assert.equal(status, 0, stderr);
        assert.doesNotMatch(stderr, /waiting/);
        assert.equal(started(folder).length, taskCount(BRANCHES));
        assert.deepEqual(readdirSync(locks), []);
      }));
  }

  test("by four runs at once: one takes each over", () =>
    withDiaryProject({branches: BRANCHES, pause: 0}, async (folder, env) => {
      for (const key of await firstKeys(folder, env))
        leave(join(folder, "cache/locks"), key, {what: "", text: whole, ageMs: 0});
      const all = await Promise.all(Array.from({length: 4}, () => vvs(folder, ["run"], env)));
      for (const {status, stderr} of all) assert.equal(status, 0, stderr);
      assert.equal(started(folder).length, taskCount(BRANCHES));
    }));

  test("as links to the file of a process of this number: they do not come to speak of this one", () =>
    withFolder({}, (folder) => {
      const layout = layOut(folder);
      const key = "a".repeat(64);
      const locks = new Locks(layout);
      locks.tryAcquire(key);
      const [owner = ""] = readdirSync(layout.locks).filter((name) => name !== key);
      const earlier = {...JSON.parse(readFileSync(join(layout.locks, owner), "utf8")), born: "1"};
      locks.close();
      writeFileSync(join(layout.locks, owner), JSON.stringify(earlier));
      linkSync(join(layout.locks, owner), join(layout.locks, key));
      const later = new Locks(layout);
      assert.ok(later.tryAcquire("b".repeat(64)));
      assert.ok(later.tryAcquire(key));
      later.close();
      assert.deepEqual(readdirSync(layout.locks), []);
    }));
});
