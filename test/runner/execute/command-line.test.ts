import assert from "node:assert/strict";
import {execFileSync} from "node:child_process";
import {describe, test} from "node:test";
import fc from "fast-check";
import {fillPaths, fillValues} from "../../../runner/execute/command-line.ts";

describe("a command line", () => {
  test("takes values and labels first, and paths later", () => {
    const filled = fillValues("f ${params.n} ${each.letter} ${inputs.text} $HOME", {n: 3}, {letter: "b c"});
    assert.equal(filled, "f 3 'b c' ${inputs.text} $HOME");
    assert.equal(fillPaths(filled, {text: "inputs/text.txt"}, {}), "f 3 'b c' inputs/text.txt $HOME");
  });

  test("gives each item of a list a word of its own", () => {
    assert.equal(fillValues("f ${params.all}", {all: ["a", "b c"]}, {}), "f a 'b c'");
    assert.deepEqual(fillValues(["f", "${params.all}", "x${params.all}"], {all: ["a", "b"]}, {}), [
      "f",
      "a",
      "b",
      "xa b"
    ]);
  });

  test("never lets a value become shell syntax", () => {
    fc.assert(
      fc.property(fc.string({unit: "binary"}), (value) => {
        fc.pre(!value.includes("\0"));
        const command = fillValues("printf %s ${params.value}", {value}, {});
        const printed = execFileSync("/bin/sh", ["-c", String(command)]).toString();
        assert.equal(printed, Buffer.from(value).toString());
      }),
      {numRuns: 60, examples: [["'; touch x; '"], ["$(id)"], ["`id`"], ["-n"], ["a\nb"], [""]]}
    );
  });
});
