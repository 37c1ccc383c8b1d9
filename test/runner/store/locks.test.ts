import assert from "node:assert/strict";
import {readFileSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {layOut} from "../../../runner/store/layout.ts";
import {Locks} from "../../../runner/store/locks.ts";
import {withFolder} from "../../temporary-folder.ts";

const KEY = "a".repeat(64);

describe("the lock of a task key", () => {
  test("is held by one at a time", () =>
    withFolder({}, (folder) => {
      const layout = layOut(folder);
      const [one, other] = [new Locks(layout), new Locks(layout)];
      assert.ok(one.tryAcquire(KEY));
      assert.ok(!other.tryAcquire(KEY));
      one.release(KEY);
      assert.ok(other.tryAcquire(KEY));
    }));

  test("is waited for", () =>
    withFolder({}, async (folder) => {
      const layout = layOut(folder);
      const [one, other] = [new Locks(layout), new Locks(layout)];
      one.tryAcquire(KEY);
      const waiting = other.acquire(KEY, AbortSignal.timeout(10_000));
      one.release(KEY);
      await waiting;
      assert.equal(JSON.parse(readFileSync(join(layout.locks, KEY), "utf8")).pid, process.pid);
    }));

  test("is taken over from a process that is dead, or whose number another process has now", () =>
    withFolder({}, (folder) => {
      const layout = layOut(folder);
      for (const owner of [
        {pid: 2 ** 22 + 1, host: hostname(), born: "1"},
        {pid: process.pid, host: hostname(), born: "1"}
      ]) {
        writeFileSync(join(layout.locks, KEY), JSON.stringify(owner));
        const locks = new Locks(layout);
        assert.ok(locks.tryAcquire(KEY));
        locks.release(KEY);
      }
    }));

  test("of another host is left alone", () =>
    withFolder({}, (folder) => {
      const layout = layOut(folder);
      writeFileSync(join(layout.locks, KEY), JSON.stringify({pid: 1, host: "elsewhere", born: "1"}));
      assert.ok(!new Locks(layout).tryAcquire(KEY));
    }));
});
