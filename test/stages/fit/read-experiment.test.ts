import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {isUserMistake} from "../../../runner/errors/user-mistake.ts";
import {readExperiment} from "../../../stages/fit/read-experiment.ts";

const bare = "where: {region: IT}\nx: {total_flops: 1e13}\nform: power_law\n";
const indented = bare.replaceAll(/^/gm, "  ").trimEnd();

describe("an experiment file", () => {
  test("holds an experiment, which is called as the file", () => {
    const {name, experiment} = readExperiment(bare, "folder/mine.yaml");
    assert.equal(name, "mine");
    assert.deepEqual(experiment, {
      where: {region: "IT"},
      families: "separate",
      x: {total_flops: 1e13},
      y: "score",
      form: "power_law",
      delta: 1e-3,
      bootstraps: 1000,
      seed: 42
    });
  });

  test("or a name with the experiment below it", () => {
    const {name, experiment} = readExperiment(`compute_it:\n${indented}\n`, "mine.yaml");
    assert.equal(name, "compute_it");
    assert.deepEqual(experiment, readExperiment(bare, "mine.yaml").experiment);
  });
});

describe("a mistake in it is shown where it is", () => {
  const mistakes: [string, string, number, number, RegExp][] = [
    ["a key that is misspelt", `${bare}grup_by: [model_id]\n`, 4, 1, /unknown key "grup_by".*did you mean.*group_by/i],
    ["the same below a name", `a:\n${indented}\n  bootstrap: 5\n`, 5, 3, /unknown key "bootstrap".*bootstraps/],
    ["a value that does not fit", bare.replace("power_law", "power"), 3, 1, /form: .*"power_law"/],
    ["a unit that is no number", bare.replace("1e13", "many"), 2, 5, /x\.total_flops: /],
    ["a negative number of resamples", `${bare}bootstraps: -1\n`, 4, 1, /bootstraps: /],
    ["an unknown key inside", `${bare}few_samples: {families: [ViT], keep: [0], all: 1}\n`, 4, 43, /unknown key "all"/],
    ["broken YAML", "where: {region: IT\nx: 1\n", 2, 1, /not YAML/],
    ["a list", "- 1\n", 1, 1, /expected an experiment: a map/]
  ];
  for (const [what, text, line, column, message] of mistakes)
    test(what, () => {
      assert.throws(
        () => readExperiment(text, "mine.yaml"),
        (error) => {
          assert.ok(isUserMistake(error));
          assert.match(error.message, message);
          assert.deepEqual(error.place, {file: "mine.yaml", line, column});
          return true;
        }
      );
    });

  test("a form that is missing is an error as well", () => {
    assert.throws(() => readExperiment("x: {total_flops: 1}\n", "mine.yaml"), /form/);
  });
});
