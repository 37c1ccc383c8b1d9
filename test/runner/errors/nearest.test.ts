import assert from "node:assert/strict";
import {test} from "node:test";
import {nearest, suggestion} from "../../../runner/errors/nearest.ts";

test("the nearest name is the one with the fewest letters changed", () => {
  assert.equal(nearest("confidnce", ["confidence", "conference", "code"]), "confidence");
  assert.equal(nearest("Scores", ["score", "scores"]), "scores");
});

test("a name that is like none has no nearest one", () => {
  assert.equal(nearest("publish", ["inputs", "outputs"]), undefined);
  assert.equal(nearest("a", ["b", "c"]), undefined);
  assert.equal(nearest("a", []), undefined);
});

test("a suggestion names the nearest, else all if they are few", () => {
  assert.equal(suggestion("cores", ["scores", "fits"]), '; did you mean "scores"?');
  assert.equal(suggestion("q", ["x", "y"]), "; expected one of x, y");
  assert.equal(suggestion("q", ["x"]), "; expected x");
  assert.equal(
    suggestion(
      "q",
      Array.from({length: 100}, (_, k) => `name${k}`)
    ),
    ""
  );
});
