import assert from "node:assert/strict";
import {chmodSync, existsSync, lstatSync, readdirSync, readFileSync, utimesSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {layOut} from "../../../runner/store/layout.ts";
import {Objects} from "../../../runner/store/objects.ts";
import {withFolder} from "../../temporary-folder.ts";

/** Overwrites bytes in place, keeping size and times: what a flipped bit or a careless tool does. */
function corrupt(path: string): void {
  const {atime, mtime} = lstatSync(path);
  const bytes = readFileSync(path);
  bytes[0] = (bytes[0] ?? 0) ^ 1;
  chmodSync(path, 0o644);
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
}

describe("the object store", () => {
  test("takes a file under its digest, read-only, and equal bytes once", () =>
    withFolder({"a.txt": "same", "b.txt": "same"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const [a, b] = [await objects.adopt(join(folder, "a.txt")), await objects.adopt(join(folder, "b.txt"))];
      assert.equal(a.digest, b.digest);
      assert.equal(readFileSync(objects.path(a.digest), "utf8"), "same");
      assert.equal(lstatSync(objects.path(a.digest)).mode & 0o222, 0);
    }));

  test("takes a folder under a digest of its files' names and bytes", () =>
    withFolder({"one/x.txt": "1", "one/sub/y.txt": "2", "two/x.txt": "1", "two/z.txt": "2"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const [one, two] = [await objects.adopt(join(folder, "one")), await objects.adopt(join(folder, "two"))];
      assert.equal(one.kind, "folder");
      assert.equal(one.bytes, 2);
      assert.notEqual(one.digest, two.digest);
      assert.equal(readFileSync(join(objects.path(one.digest), "sub/y.txt"), "utf8"), "2");
    }));

  test("snapshots a file without sharing its inode", () =>
    withFolder({"input.txt": "first"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const object = await objects.snapshot(join(folder, "input.txt"));
      writeFileSync(join(folder, "input.txt"), "other");
      assert.equal(readFileSync(objects.path(object.digest), "utf8"), "first");
    }));

  test("gives an object a second name and takes it back without reading it again", () =>
    withFolder({"a.txt": "bytes"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const object = await objects.adopt(join(folder, "a.txt"));
      const [one, two] = [join(folder, "one"), join(folder, "two")];
      assert.ok(objects.link(object, one) && objects.link(object, two), "linked");
      objects.unlink(object, one);
      objects.unlink(object, two);
      const moved = await objects.verify(object, assert.fail);
      assert.notEqual(moved?.stamp, object.stamp, "its change time moved");
      assert.equal(lstatSync(objects.path(object.digest)).nlink, 1);
      assert.ok(moved, "it is there");
      corrupt(objects.path(object.digest));
      assert.equal(await objects.verify(moved, () => {}), undefined);
    }));

  test("finds what was written through a second name", () =>
    withFolder({"a.txt": "bytes"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const object = await objects.adopt(join(folder, "a.txt"));
      const name = join(folder, "name");
      assert.ok(objects.link(object, name), "linked");
      corrupt(name);
      objects.unlink(object, name);
      assert.equal(await objects.verify(object, () => {}), undefined);
    }));

  test("sets a corrupt object aside, though size and times are as they were", () =>
    withFolder({"a.txt": "bytes"}, async (folder) => {
      const layout = layOut(join(folder, "cache"));
      const objects = new Objects(layout);
      const object = await objects.adopt(join(folder, "a.txt"));
      corrupt(objects.path(object.digest));
      const reports: string[] = [];
      assert.equal(await objects.verify(object, (line) => reports.push(line)), undefined);
      assert.match(reports.join(), /corrupt object .* set aside/);
      assert.ok(!existsSync(objects.path(object.digest)));
      assert.equal(readdirSync(layout.quarantine).length, 1);
    }));

  test("does not take a corrupt object for the bytes that a task made again", () =>
    withFolder({"a.txt": "bytes", "b.txt": "bytes"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const {digest} = await objects.adopt(join(folder, "a.txt"));
      corrupt(objects.path(digest));
      await objects.adopt(join(folder, "b.txt"));
      assert.equal(readFileSync(objects.path(digest), "utf8"), "bytes");
      corrupt(objects.path(digest));
      objects.put("bytes");
      assert.equal(readFileSync(objects.path(digest), "utf8"), "bytes");
    }));

  test("takes an object that was only touched for what it is, under a new stamp", () =>
    withFolder({"a.txt": "bytes"}, async (folder) => {
      const objects = new Objects(layOut(join(folder, "cache")));
      const object = await objects.adopt(join(folder, "a.txt"));
      utimesSync(objects.path(object.digest), new Date(0), new Date(0));
      const verified = await objects.verify(object, assert.fail);
      assert.equal(verified?.digest, object.digest);
      assert.notEqual(verified?.stamp, object.stamp);
    }));
});
