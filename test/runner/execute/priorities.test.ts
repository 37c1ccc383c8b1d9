import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {startingRanks} from "../../../runner/execute/priorities.ts";

const order = (tasks: [string, number, ...string[]][]) => {
  const ranks = startingRanks(tasks.map(([name, seconds, ...producers]) => ({name, stage: name, seconds, producers})));
  return [...ranks].sort(([, a], [, b]) => a - b).map(([name]) => name);
};

describe("the order in which ready tasks start", () => {
  test("of what one result needs, the longest comes first", () => {
    assert.deepEqual(
      order([
        ["a", 1],
        ["b", 5],
        ["c", 3],
        ["join", 0.1, "a", "b", "c"]
      ]),
      ["b", "c", "a", "join"]
    );
  });

  test("what the result with the least work needs comes before all else, also where both need one thing", () => {
    assert.deepEqual(
      order([
        ["table", 0.3],
        ["train", 60, "table"],
        ["scores", 9, "train"],
        ["fit", 1, "table"],
        ["figure", 2, "fit"]
      ]),
      ["figure", "fit", "table", "train", "scores"]
    );
  });

  test("tasks of which nothing is known start as they come", () => {
    assert.deepEqual(
      order([
        ["a", 0],
        ["b", 0, "a"],
        ["c", 0, "b"]
      ]),
      ["a", "b", "c"]
    );
  });

  test("a producer that is there already ties nothing together", () => {
    assert.deepEqual(
      order([
        ["long", 9, "done"],
        ["short", 1, "done"]
      ]),
      ["short", "long"]
    );
  });
});
