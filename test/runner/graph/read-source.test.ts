import assert from "node:assert/strict";
import {describe, test} from "node:test";
import fc from "fast-check";
import {MistakeList} from "../../../runner/graph/mistakes.ts";
import {readJson} from "../../../runner/graph/read-json.ts";
import {readSource} from "../../../runner/graph/read-source.ts";
import {placeOf, plainValue, type SourceNode} from "../../../runner/graph/source-node.ts";

function read(text: string): SourceNode {
  const mistakes = new MistakeList();
  const node = readSource(text, "a.yaml", mistakes);
  mistakes.throwIfAny([]);
  assert.ok(node);
  return node;
}

/** All nodes and keys with their places, as text. */
function outline(node: SourceNode): string[] {
  const {line, column} = placeOf(node);
  const below =
    node.kind === "list"
      ? node.items.flatMap(outline)
      : node.kind === "map"
        ? Array.from(node.entries, ([name, entry]) => {
            const key = placeOf(entry.key);
            return [`${JSON.stringify(name)} ${key.line}:${key.column}`, ...outline(entry.value)];
          }).flat()
        : [JSON.stringify(node.value)];
  return [`${node.kind} ${line}:${column}`, ...below];
}

describe("a source", () => {
  test("follows the core schema: numbers by value, yes and no as words", () => {
    const text = "{a: 1e-3, b: 0.001, c: yes, d: ~, e: 0x10, f: '1', g: 1..10, h: 2026-01-01}";
    const values = {a: 0.001, b: 0.001, c: "yes", d: null, e: 16, f: "1", g: "1..10", h: "2026-01-01"};
    assert.deepEqual(plainValue(read(text)), values);
  });

  test("knows the place of keys and values, also of those that an alias stands for", () => {
    assert.deepEqual(outline(read("a: &x\n  - 1\nb: *x\n")), [
      "map 1:1",
      '"a" 1:1',
      "list 2:3",
      "scalar 2:5",
      "1",
      '"b" 3:1',
      "list 2:3",
      "scalar 2:5",
      "1"
    ]);
  });
});

describe("JSON", () => {
  test("is read as the same values, at the same places, as YAML", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), fc.constantFrom(0, 1, "\t "), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        const node = readJson(text, "a.yaml");
        if (!node) return;
        assert.deepEqual(plainValue(node), JSON.parse(text));
      })
    );
    const text = JSON.stringify({a: [1, {b: null, "c\n": "d\\"}], e: {}, f: [], g: -1e-3}, null, 2);
    const node = readJson(text, "a.yaml");
    assert.ok(node);
    assert.deepEqual(
      outline(node),
      outline(read(`# YAML\n${text}`)).map((line) => line.replace(/ (\d+):/, (_, n) => ` ${n - 1}:`))
    );
  });

  test("with a key twice or too many digits is left to YAML's reader, which tells of it", () => {
    for (const text of ['{"a": 1, "a": 2}', '{"a": 12345678901234567890}', "[1]", '{"a": 1,}', ""])
      assert.equal(readJson(text, "a.yaml"), undefined, text);
    assert.throws(() => read('{"a": 1, "a": 2}'), /a.yaml:1:10: a: set twice; first at a.yaml:1:2/);
  });
});
