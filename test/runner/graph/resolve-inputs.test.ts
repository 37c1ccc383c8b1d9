import assert from "node:assert/strict";
import {describe, test} from "node:test";
import type {GraphInput} from "../../../runner/graph/types.ts";
import {load, task} from "./temporary-project.ts";

describe("a reference", () => {
  const inputOf = async (reference: string, more = ""): Promise<[number, boolean, string | undefined]> => {
    const graph = await load(`
params: {chosen: {few: ["a[i=1,j=x]/p", ./files/a.txt], none: []}}
stages:
  a: {command: x, outputs: {p: p, q: q}, each: {i: 1..3, j: [x, y, "x y"]}}
  b: {command: x, outputs: {o: o}}
  c: {command: "x ${more}", outputs: {o: o}, each: {i: 2..2, set: [few]}, inputs: {in: ${reference}}}
`);
    const [input] = task(graph, "c[i=2,set=few]").inputs;
    assert.ok(input);
    return [input.references.length, input.many, nameOf(input)];
  };
  const nameOf = ({references: [first]}: GraphInput): string | undefined =>
    first?.kind === "task" ? `${first.task}/${first.output}` : first?.path;

  test("names one task by all its labels, in any order", async () => {
    assert.deepEqual(await inputOf(`"a[i=1,j=x]/q"`), [1, false, "a[i=1,j=x]/q"]);
    assert.deepEqual(await inputOf(`'a[ j = "x y", i=1 ]/q'`), [1, false, 'a[i=1,j="x y"]/q']);
    assert.deepEqual(await inputOf("b"), [1, false, "b/o"]);
  });

  test("puts the labels of the task in", async () => {
    assert.deepEqual(await inputOf(`"a[i=\${each.i},j=y]/p"`), [1, false, "a[i=2,j=y]/p"]);
    assert.deepEqual(await inputOf(`"a[i=\${each.i},*]/p"`), [3, true, "a[i=2,j=x]/p"]);
    assert.deepEqual(await inputOf(`"./\${each.set}/./x.txt"`), [1, false, "few/x.txt"]);
  });

  test("is many with a glob, an open label, a list, or where the command asks for the list", async () => {
    assert.deepEqual(await inputOf(`"a[i=3]/p"`), [3, true, "a[i=3,j=x]/p"]);
    assert.deepEqual(await inputOf(`"a[j=x*]/p"`), [6, true, "a[i=1,j=x]/p"]);
    assert.deepEqual(await inputOf(`"a[*]/p"`), [9, true, "a[i=1,j=x]/p"]);
    assert.deepEqual(await inputOf("a/q"), [9, true, "a[i=1,j=x]/q"]);
    assert.deepEqual(await inputOf(`"b[*]"`), [1, true, "b/o"]);
    assert.deepEqual(await inputOf("[b]"), [1, true, "b/o"]);
    assert.deepEqual(await inputOf("b", `\${inputs.in.list}`), [1, true, "b/o"]);
  });

  test("in a list that names an artifact twice has it once", async () => {
    assert.deepEqual(await inputOf(`[b, "a[i=1]/p", "a[j=x]/p", b, ./f, ././f]`), [7, true, "b/o"]);
  });

  test("may stand in the parameters, also none at all", async () => {
    assert.deepEqual(await inputOf(`{references: "chosen.\${each.set}"}`), [2, true, "a[i=1,j=x]/p"]);
    assert.deepEqual(await inputOf("{references: chosen.none}"), [0, true, undefined]);
  });
});
