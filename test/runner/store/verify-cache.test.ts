import assert from "node:assert/strict";
import {chmodSync, closeSync, openSync, readdirSync, rmSync, writeFileSync, writeSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {openStore} from "../../../runner/store/store.ts";
import {verifyCache} from "../../../runner/store/verify-cache.ts";
import {withFolder} from "../../temporary-folder.ts";
import {makeRecord} from "./small-cache.ts";

const MEGABYTE = 1 << 20;

/** Flips the bits of one byte of a file in the store. */
function flip(path: string, at: number, byte: number): void {
  chmodSync(path, 0o644);
  const file = openSync(path, "r+");
  writeSync(file, Buffer.from([byte ^ 0xff]), 0, 1, at);
  closeSync(file);
}

describe("verifying a cache", () => {
  test("hashes objects small and large, files and folders", () =>
    withFolder({"folder/a.txt": "a", "folder/b/c.txt": "c"}, async (folder) => {
      const store = openStore(folder);
      const large = store.objects.put(Buffer.alloc(3 * MEGABYTE, 7));
      const inFolder = await store.objects.snapshot(join(folder, "folder"));
      makeRecord(store, "stage", "small");
      assert.deepEqual(await verifyCache(store), {objects: 3, records: 1, bad: []});
      flip(store.objects.path(large.digest), 2 * MEGABYTE, 7);
      flip(join(store.objects.path(inFolder.digest), "b/c.txt"), 0, "c".charCodeAt(0));
      const {bad} = await verifyCache(store);
      assert.deepEqual(
        new Set(bad.map(({kind, file}) => `${kind} ${file}`)),
        new Set([large, inFolder].map(({digest}) => `object ${store.objects.path(digest)}`))
      );
      assert.equal(readdirSync(store.layout.quarantine).length, 2);
    }));

  test("names each thing that a record needs and that is lost", () =>
    withFolder({}, async (folder) => {
      const store = openStore(folder);
      const {key, output} = makeRecord(store, "stage", "text");
      rmSync(store.objects.path(output));
      const {bad} = await verifyCache(store);
      assert.deepEqual(bad, [
        {kind: "record", what: `stage[of=text]/out is lost (object ${output})`, file: store.records.path(key)}
      ]);
    }));

  test("says where a record departs from its form", () =>
    withFolder({}, async (folder) => {
      const store = openStore(folder);
      const {key} = makeRecord(store, "stage", "text");
      const record = store.records.read(key);
      writeFileSync(store.records.path(key), JSON.stringify({...record, seconds: "long"}));
      const {bad} = await verifyCache(store);
      assert.match(bad[0]?.what ?? "", /^it is not whole: seconds: .*expected number.*; set aside in /);
      assert.deepEqual(await verifyCache(store), {objects: 1, records: 0, bad: []});
    }));
});
