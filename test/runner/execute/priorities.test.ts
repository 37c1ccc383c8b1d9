import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {startingRanks} from "../../../runner/execute/priorities.ts";

const order = (tasks: [string, number, ...string[]][]) => {
  const ranks = startingRanks(tasks.map(([name, seconds, ...producers]) => ({name, seconds, producers})));
  return [...ranks].sort(([, a], [, b]) => a - b).map(([name]) => name);
};

describe("the order in which ready tasks start", () => {
  test("of tasks that hang together the longest comes first", () => {
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

  test("of jobs that have nothing to do with each other the shorter comes first, whole", () => {
    const training: [string, number, ...string[]][] = [
      ["images", 8],
      ["train", 60, "images"]
    ];
    const fits: [string, number, ...string[]][] = [
      ["table", 0.3],
      ["fit", 1, "table"],
      ["figure", 2, "fit"]
    ];
    assert.deepEqual(order([...training, ...fits]), ["figure", "fit", "table", "train", "images"]);
  });

  test("tasks of which nothing is known start as they come", () => {
    assert.deepEqual(
      order([
        ["a", 0],
        ["b", 0, "a"],
        ["c", 0, "a"]
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
