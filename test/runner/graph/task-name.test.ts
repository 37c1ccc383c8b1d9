import assert from "node:assert/strict";
import {describe, test} from "node:test";
import fc from "fast-check";
import {globTest, parseName, parseOutputName, taskName} from "../../../runner/graph/task-name.ts";

const identifier = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_-]{0,8}$/).filter((name) => name !== "__proto__");
const labels = fc.dictionary(identifier, fc.string({unit: "grapheme"}), {maxKeys: 4});

describe("a task's name", () => {
  test("parses back to its labels, whatever they hold", () => {
    fc.assert(
      fc.property(identifier, labels, (stage, wanted) => {
        const name = parseName(taskName(stage, wanted));
        assert.ok(typeof name !== "string");
        assert.equal(name.stage, stage);
        assert.deepEqual(
          (name.labels ?? []).map(({key, value}) => [key, value]),
          Object.entries(wanted)
        );
        assert.ok((name.labels ?? []).every(({value, quoted}) => quoted || !value.includes("*")));
      })
    );
  });

  test("is another for other labels", () => {
    fc.assert(
      fc.property(identifier, labels, labels, (stage, a, b) => {
        const same = JSON.stringify(Object.entries(a)) === JSON.stringify(Object.entries(b));
        assert.equal(taskName(stage, a) === taskName(stage, b), same);
      })
    );
  });

  test("with an output after it is split there, not at a slash in a label", () => {
    assert.deepEqual(parseOutputName("fit[experiment=x]/fit"), {task: "fit[experiment=x]", output: "fit"});
    assert.deepEqual(parseOutputName('s[p=a/b,q="]/"]'), {task: 's[p=a/b,q="]/"]', output: undefined});
    assert.deepEqual(parseOutputName("join/joined"), {task: "join", output: "joined"});
  });
});

describe("a pattern that is mistaken", () => {
  for (const text of [
    "",
    "[a=b]",
    "a[",
    "a[b",
    "a[b=c",
    "a[]",
    "a[b]",
    "a[=,b=c]",
    'a[b="c]',
    "a[b=c]d",
    "a[b=c]/",
    "a/b/c"
  ])
    test(`is told: ${text}`, () => assert.equal(typeof parseName(text), "string"));
});

test("a star stands for any text, all else for itself", () => {
  assert.ok(globTest("region_*")("region_v4"));
  assert.ok(globTest("*")(""));
  assert.ok(globTest("a*c*")("abcabc"));
  assert.ok(!globTest("a.c")("abc"));
  assert.ok(!globTest("region_*")("a region_v4"));
});
