import assert from "node:assert/strict";
import {existsSync, mkdirSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {findGarbage, freeGarbage, type Roots} from "../../../runner/store/collect-garbage.ts";
import {openStore} from "../../../runner/store/store.ts";
import {withFolder} from "../../temporary-folder.ts";
import {makeRecord} from "./small-cache.ts";

const LARGE = "x".repeat(5000);
const NOW = Date.parse("2026-02-01");

function roots(given: Partial<Roots>): Roots {
  return {keys: new Set(), objects: new Set(), manifests: new Set(), runs: [], ...given};
}

function run(use: {keys?: string[]; objects?: string[]; stages?: string[]} | undefined): Roots["runs"][number] {
  return {host: "here", pid: 1, use: use && {keys: [], objects: [], stages: [], ...use}};
}

describe("garbage", () => {
  test("is what no wanted result names or was made from, back to its sources", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const source = makeRecord(store, "source", "source");
      const middle = makeRecord(store, "middle", "middle", [source.output]);
      const figure = makeRecord(store, "figure", "figure", [middle.output]);
      const other = makeRecord(store, "figure", "other", [source.output]);
      const {waste, kept} = findGarbage(store, roots({keys: new Set([figure.key])}), [], NOW);
      assert.deepEqual(
        waste.map(({kind, digest, stage}) => [kind, digest, stage]),
        [
          ["record", other.key, "figure"],
          ["object", other.output, "figure"]
        ]
      );
      assert.deepEqual([kept.objects, kept.records], [3, 3]);
    }));

  test("holds all but the latest of several records that made the same input", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const first = makeRecord(store, "source", LARGE, ["a".repeat(64)], "2026-01-01T00:00:00.000Z");
      const second = makeRecord(store, "source", LARGE, ["b".repeat(64)], "2026-01-02T00:00:00.000Z");
      const figure = makeRecord(store, "figure", "figure", [first.output]);
      const {waste} = findGarbage(store, roots({keys: new Set([figure.key])}), [], NOW);
      assert.deepEqual(
        waste.map(({digest}) => digest),
        [first.key]
      );
      assert.equal(second.output, first.output);
    }));

  test("is counted in bytes, and freed records first", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const {key, output} = makeRecord(store, "stage", LARGE);
      const garbage = findGarbage(store, roots({}), [], NOW);
      assert.deepEqual(
        garbage.waste.map(({kind}) => kind),
        ["record", "object"]
      );
      assert.equal(garbage.waste[1]?.bytes, 5000);
      assert.equal(freeGarbage(store, garbage).length, 2);
      assert.ok(!existsSync(store.objects.path(output)));
      assert.equal(store.records.summary(key), undefined);
    }));

  test("is not an object that a record names by the time it would be freed", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const old = makeRecord(store, "old", LARGE);
      const garbage = findGarbage(store, roots({}), [], NOW);
      const young = makeRecord(store, "young", LARGE, ["a".repeat(64)]);
      assert.deepEqual(
        freeGarbage(store, garbage).map(({digest}) => digest),
        [old.key]
      );
      assert.ok(store.records.read(young.key));
      assert.ok(existsSync(store.objects.path(young.output)));
    }));

  test("is not a record that was written again meanwhile", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const {key, output} = makeRecord(store, "stage", LARGE);
      const garbage = findGarbage(store, roots({}), [], NOW);
      makeRecord(store, "stage", LARGE);
      assert.deepEqual(freeGarbage(store, garbage), []);
      assert.ok(store.records.read(key) && existsSync(store.objects.path(output)));
    }));

  test("is nothing that a running run has announced, has pending, or has not named by a record yet", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const fresh = makeRecord(store, "fresh", `1${LARGE}`);
      makeRecord(store, "pending", `2${LARGE}`);
      const done = makeRecord(store, "done", `3${LARGE}`);
      const small = makeRecord(store, "done", "small");
      store.objects.put(`4${LARGE}`);
      const found = (given: Roots["runs"]) =>
        findGarbage(store, roots({runs: given}), [], NOW).waste.map(({digest}) => digest);
      assert.deepEqual(
        new Set(found([run({keys: [fresh.key], stages: ["pending"]})])),
        new Set([done.key, done.output, small.key])
      );
      assert.deepEqual(found([run(undefined)]), [], "a run that has not said yet what it reads");
      assert.equal(found([]).length, 9);
    }));

  test("includes resume folders that nothing has wanted for 30 days", () =>
    withFolder({}, (folder) => {
      const store = openStore(folder);
      const [wanted, unwanted] = ["a".repeat(64), "b".repeat(64)];
      for (const key of [wanted, unwanted]) {
        mkdirSync(join(store.layout.resume, key));
        writeFileSync(join(store.layout.resume, key, "checkpoint"), "weights");
      }
      const paths = (now: number) =>
        findGarbage(store, roots({keys: new Set([wanted])}), [], now).waste.map(({path}) => path);
      assert.deepEqual(paths(Date.now()), []);
      assert.deepEqual(paths(Date.now() + 31 * 86_400_000), [join(store.layout.resume, unwanted)]);
    }));
});
