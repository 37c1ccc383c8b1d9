import assert from "node:assert/strict";
import {appendFileSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {AppendLog} from "../../../runner/store/append-log.ts";
import {withFolder} from "../../temporary-folder.ts";

const isNumber = (value: unknown): value is [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[1] === "number";

describe("an append log", () => {
  test("gives back the last value of each key, and none that was deleted", () =>
    withFolder({}, (folder) => {
      const log = new AppendLog(join(folder, "log"), isNumber);
      log.set("a", 1);
      log.set("b", 2);
      log.set("a", 3);
      log.delete("b");
      log.flush();
      const again = new AppendLog(join(folder, "log"), isNumber);
      assert.deepEqual([...again.entries()], [["a", 3]]);
    }));

  test("passes over a line that a kill cut short, and lines that are not its own", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      writeFileSync(path, '["a",1]\n["a","text"]\n{"b":2}\n["c",4]\n["d",');
      assert.deepEqual(
        [...new AppendLog(path, isNumber).entries()],
        [
          ["a", 1],
          ["c", 4]
        ]
      );
    }));

  test("does not lose the next line after one that was cut short", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      writeFileSync(path, '["a",1]\n["b",');
      const log = new AppendLog(path, isNumber);
      log.set("c", 3);
      log.flush();
      assert.equal(new AppendLog(path, isNumber).get("c"), 3);
    }));

  test("keeps the lines that another process appended meanwhile", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      const log = new AppendLog(path, isNumber);
      log.set("a", 1);
      log.flush();
      appendFileSync(path, '["b",2]\n');
      log.set("c", 3);
      log.flush();
      assert.deepEqual(readFileSync(path, "utf8"), '["a",1]\n["b",2]\n["c",3]\n');
    }));
});
