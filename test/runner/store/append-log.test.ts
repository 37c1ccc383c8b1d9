import assert from "node:assert/strict";
import {appendFileSync, readdirSync, readFileSync, statSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {crc32} from "node:zlib";
import {AppendLog} from "../../../runner/store/append-log.ts";
import {withFolder} from "../../temporary-folder.ts";

const isNumber = (value: unknown): value is [string, number] =>
  Array.isArray(value) && value.length === 2 && typeof value[1] === "number";

/** The file of a log in which these were set. */
function lines(values: Record<string, number | string>): string {
  const text = (entry: [string, number | string]) => {
    const json = JSON.stringify([entry]);
    return `${crc32(json).toString(16).padStart(8, "0")} ${json}\n`;
  };
  return Object.entries(values).map(text).join("");
}

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

  test("is written anew once most of many entries have been overtaken", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      const log = new AppendLog(path, isNumber);
      let largest = 0;
      for (let round = 0; round < 300; round++) {
        for (let key = 0; key < 100; key++) log.set(`key ${key}`, round);
        log.flush();
        largest = Math.max(largest, statSync(path).size);
      }
      assert.ok(statSync(path).size < largest, `all ${largest} bytes are left`);
      assert.deepEqual(readdirSync(folder), ["log"]);
      const again = new AppendLog(path, isNumber);
      assert.deepEqual(
        [...again.entries()],
        Array.from({length: 100}, (_, key) => [`key ${key}`, 299])
      );
    }));

  test("passes over a line that a kill cut short, and lines that are not its own", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      writeFileSync(
        path,
        `${lines({a: 1})}${lines({a: "text"})}{"b":2}\n["b",2]\n${lines({c: 4})}${lines({d: 5}).slice(0, -3)}`
      );
      assert.deepEqual(
        [...new AppendLog(path, isNumber).entries()],
        [
          ["a", 1],
          ["c", 4]
        ]
      );
    }));

  test("never gives another value where any bit of a line has changed", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      const whole = Buffer.from(lines({key: 12345}));
      for (let bit = 0; bit < 8 * (whole.length - 1); bit++) {
        const bytes = Buffer.from(whole);
        bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        writeFileSync(path, bytes);
        const [entry = ["key", 12345]] = new AppendLog(path, isNumber).entries();
        assert.deepEqual(entry, ["key", 12345], bytes.toString());
      }
    }));

  test("does not lose the next line after one that was cut short", () =>
    withFolder({}, (folder) => {
      const path = join(folder, "log");
      writeFileSync(path, `${lines({a: 1})}${lines({b: 2}).slice(0, -3)}`);
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
      appendFileSync(path, lines({b: 2}));
      log.set("c", 3);
      log.flush();
      assert.equal(readFileSync(path, "utf8"), lines({a: 1}) + lines({b: 2}) + lines({c: 3}));
    }));
});
