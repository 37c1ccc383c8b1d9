import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {load, made, task} from "./temporary-project.ts";

describe("a grid", () => {
  const stage = (rest: string) => `
params: {nested: {deep: [x, 1e-3, true]}, "v1.2": {"a.b": [p]}}
stages:
  s: {command: run, outputs: {o: o}, ${rest}}
`;
  const names = async (rest: string) => [...(await load(stage(rest))).tasks.keys()];

  test("counts a range inclusively", async () => {
    assert.deepEqual(await names("each: {i: -1..2}"), ["s[i=-1]", "s[i=0]", "s[i=1]", "s[i=2]"]);
  });

  test("takes lists, also written in place, and labels as text", async () => {
    assert.deepEqual(await names("each: {i: nested.deep}"), ["s[i=x]", "s[i=0.001]", "s[i=true]"]);
    assert.deepEqual(await names("each: {i: [b, a]}"), ["s[i=b]", "s[i=a]"]);
  });

  test("takes a range that stands in the parameters", async () => {
    const text = "params: {seeds: 1..2}\nstages: {s: {command: x, outputs: {o: o}, each: {i: seeds}}}";
    assert.equal((await load(text)).tasks.size, 2);
    assert.equal((await load(text, {set: ["seeds=0..9"]})).tasks.size, 10);
    assert.equal((await load(text, {set: ["seeds=[a, b, c]"]})).tasks.size, 3);
  });

  test("quotes values with spaces, commas and brackets", async () => {
    assert.deepEqual(await names(`each: {i: ["a b", "c,d", "[e]", "f=g/h"]}`), [
      's[i="a b"]',
      's[i="c,d"]',
      's[i="[e]"]',
      "s[i=f=g/h]"
    ]);
  });

  test("finds keys that hold points", async () => {
    assert.deepEqual(await names("each: {i: v1.2.a.b}"), ["s[i=p]"]);
  });

  test("may add labels to those of another stage; [=] then takes the labels that both have", async () => {
    const graph = await load(`
stages:
  b: {command: x, outputs: {o: o}, each: {from: a, j: [p, q]}, inputs: {a: "a[=]"}}
  a: {command: x, outputs: {o: o}, each: {i: 1..2}}
`);
    assert.deepEqual(graph.stages.get("b")?.tasks, ["b[i=1,j=p]", "b[i=1,j=q]", "b[i=2,j=p]", "b[i=2,j=q]"]);
    assert.deepEqual(task(graph, "b[i=2,j=p]").inputs[0]?.references, [made("a[i=2]", "o")]);
    assert.deepEqual([...graph.tasks.keys()].slice(0, 2), ["a[i=1]", "a[i=2]"]);
  });
});
