import assert from "node:assert/strict";
import {test} from "node:test";
import {bytesOf, secondsOf} from "../../../runner/graph/quantities.ts";

test("bytes are read from a number or a number and its unit", () => {
  assert.deepEqual(["2GB", "1.5 MiB", 100, "100", "7B"].map(bytesOf), [2e9, 1572864, 100, 100, 7]);
  assert.deepEqual(["lots", "2gb", "-1", "", "GB", "1 constructor"].map(bytesOf), Array(6).fill(undefined));
});

test("seconds are read from a number or a number and its unit", () => {
  assert.deepEqual(["10min", "1.5h", 30, "250ms", "2d"].map(secondsOf), [600, 5400, 30, 0.25, 172800]);
  assert.deepEqual(["soon", "1 week"].map(secondsOf), [undefined, undefined]);
});
