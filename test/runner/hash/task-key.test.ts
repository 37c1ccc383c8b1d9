import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {canonical} from "../../../runner/hash/canonical.ts";
import {type KeyComponents, taskKey} from "../../../runner/hash/task-key.ts";

const components: KeyComponents = {
  code: {kind: "command", command: "sort ${inputs.list}", files: {}},
  params: {delta: 1e-3, form: {name: "power_law", bounds: [0, 1]}},
  inputs: {list: {digests: ["ab"], suffixes: [".txt"]}},
  outputs: {sorted: "sorted.txt"},
  environment: {}
};

describe("a task's key", () => {
  test("compares parameters by value: 1e-3 is 0.001, and the order of keys is nothing", () => {
    const same = {...components, params: {form: {bounds: [0, 1], name: "power_law"}, delta: 0.001}};
    assert.equal(taskKey(same), taskKey(components));
  });

  test("changes with each component", () => {
    const others: KeyComponents[] = [
      {...components, code: {kind: "command", command: "sort -r ${inputs.list}", files: {}}},
      {...components, code: {kind: "command", command: "sort ${inputs.list}", files: {"a.sh": "cd"}}},
      {...components, params: {...components.params, delta: 1e-2}},
      {...components, params: {...components.params, form: {name: "power_law", bounds: [1, 0]}}},
      {...components, inputs: {list: {digests: ["ac"], suffixes: [".txt"]}}},
      {...components, outputs: {sorted: "other.txt"}},
      {...components, environment: {LANG: "C"}}
    ];
    const keys = new Set([components, ...others].map(taskKey));
    assert.equal(keys.size, others.length + 1);
  });

  test("has no form for what is not a value", () => {
    assert.throws(() => canonical(Number.NaN), /NaN has no canonical form/);
  });
});
