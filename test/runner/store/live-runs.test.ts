import assert from "node:assert/strict";
import {readdirSync, utimesSync, writeFileSync} from "node:fs";
import {hostname} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {announceRun, COLLECTION_LOCK, findRuns} from "../../../runner/store/live-runs.ts";
import {Locks} from "../../../runner/store/locks.ts";
import {openStore} from "../../../runner/store/store.ts";
import {withFolder} from "../../temporary-folder.ts";

const USE = {keys: ["a"], objects: ["b"], stages: ["c"]};

describe("a run that goes on", () => {
  test("is seen by others, with what it may read once it knows, until it ends", () =>
    withFolder({}, async (folder) => {
      const {layout, locks} = openStore(folder);
      const run = await announceRun(layout, locks, assert.fail);
      assert.deepEqual(findRuns(layout).live, [{host: hostname(), pid: process.pid, use: undefined}]);
      run.uses(USE);
      assert.deepEqual(findRuns(layout).live[0]?.use, USE);
      run.end();
      assert.deepEqual(readdirSync(layout.runs), []);
    }));

  test("waits for a collection that has begun", () =>
    withFolder({}, async (folder) => {
      const {layout, locks} = openStore(folder);
      const collector = new Locks(layout);
      assert.ok(collector.tryAcquire(COLLECTION_LOCK));
      const notes: string[] = [];
      const waiting = announceRun(layout, locks, (line) => notes.push(line));
      assert.equal(findRuns(layout).live.length, 1, "it is announced before it waits");
      collector.release(COLLECTION_LOCK);
      (await waiting).end();
      assert.deepEqual(notes, ["waiting for vvs gc to finish"]);
      for (const one of [collector, locks]) one.close();
      assert.deepEqual(readdirSync(layout.locks), []);
    }));

  test("is over when its process is; on another host it is believed for 30 days", () =>
    withFolder({}, (folder) => {
      const {layout} = openStore(folder);
      const write = (name: string, owner: {pid: number; host: string; born: string}, days: number) => {
        const path = join(layout.runs, `live-${name}.json`);
        writeFileSync(path, JSON.stringify({...owner, use: USE}));
        utimesSync(path, new Date(), new Date(Date.now() - days * 86_400_000));
        return path;
      };
      const gone = write("gone", {pid: 2 ** 22 + 1, host: hostname(), born: "1"}, 0);
      const elsewhere = {pid: 7, host: "elsewhere", born: "1"};
      write("far", elsewhere, 29);
      const old = write("old", {...elsewhere, pid: 8}, 31);
      const {live, dead} = findRuns(layout);
      assert.deepEqual(
        live.map(({pid}) => pid),
        [7]
      );
      assert.deepEqual(new Set(dead), new Set([gone, old]));
    }));
});
