import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {byCodePoint, canonicalJson} from "../../../science/formats/json.ts";

describe("canonicalJson", () => {
  test("sorts keys at every depth and ends with a newline", () => {
    assert.equal(canonicalJson({b: 1, a: {d: 2, c: 3}}), '{\n  "a": {"c": 3, "d": 2},\n  "b": 1\n}\n');
    assert.equal(canonicalJson({b: 1, a: 2}), canonicalJson({a: 2, b: 1}));
  });

  test("keeps lists of scalars on one line and lists of objects on one line each", () => {
    assert.equal(canonicalJson([1, 2, 3]), "[1, 2, 3]\n");
    assert.equal(canonicalJson([{x: 1}, {x: 2}]), '[\n  {"x": 1},\n  {"x": 2}\n]\n');
    assert.equal(canonicalJson({a: [], b: {}}), '{\n  "a": [],\n  "b": {}\n}\n');
  });

  test("writes the shortest decimal that reads back as the same double", () => {
    const numbers = [0.1, 1 / 3, 1.4040439770537984e18, 2 ** 53, 5e-324, -0.08];
    assert.deepEqual(JSON.parse(canonicalJson(numbers)), numbers);
  });

  test("writes NaN and infinities as null", () => {
    assert.equal(
      canonicalJson([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]),
      "[null, null, null]\n"
    );
  });

  test("refuses what JSON cannot hold, and says where it is", () => {
    assert.throws(() => canonicalJson({a: [1, undefined]}), /value\.a\[1\] is undefined/);
    assert.throws(() => canonicalJson({f: () => 1}), /value\.f is a function/);
    assert.throws(() => canonicalJson(new Float64Array(2)), /a Float64Array/);
    assert.throws(() => canonicalJson({n: 1n}), /a bigint/);
  });
});

test("byCodePoint orders as Python does, also beyond U+FFFF", () => {
  assert.deepEqual(["b", "a-1", "a_1", "a", "B"].sort(byCodePoint), ["B", "a", "a-1", "a_1", "b"]);
  assert.deepEqual(["\u{1f600}", "\uff5e", "\ud7ff"].sort(byCodePoint), ["\ud7ff", "\uff5e", "\u{1f600}"]);
});
