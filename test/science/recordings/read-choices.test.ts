import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {readChoices} from "../../../science/recordings/read-choices.ts";
import {readNetCdf, withNetCdf} from "./with-net-cdf.ts";

const trials = {sample_obj: ["dog", "dog", "cup"], dist_obj: ["cup", "cat", "dog"], image_id: ["b", "a", "c"]};

function read(choices: string[] | Float32Array, coordinates: Record<string, string[]>) {
  const content = {name: "choices", data: choices, axes: [{name: "presentation", length: choices.length, coordinates}]};
  return withNetCdf(content, (path) => readNetCdf(path, (assembly) => readChoices(assembly, ["a", "b", "c"])));
}

describe("choices", () => {
  test("are read in the order of the file", async () =>
    assert.deepEqual(await read(["dog", "cat", "cup"], trials), [
      {image: "b", sample: "dog", distractor: "cup", choice: "dog"},
      {image: "a", sample: "dog", distractor: "cat", choice: "cat"},
      {image: "c", sample: "cup", distractor: "dog", choice: "cup"}
    ]));

  const mistakes: [string, RegExp, string[] | Float32Array, Record<string, string[]>][] = [
    ["of what was not offered", /trial 1, "cup" was chosen of "dog" and "cat"/, ["dog", "cup", "cup"], trials],
    ["for images that the stimuli lack", /first is x/, ["dog", "cat", "cup"], {...trials, image_id: ["b", "x", "c"]}],
    ["that are numbers", /expected words/, new Float32Array(3), trials],
    ["without what was offered", /no coordinate "dist_obj"/, ["dog"], {sample_obj: ["dog"], image_id: ["a"]}]
  ];
  for (const [what, message, choices, coordinates] of mistakes)
    test(`${what} are a mistake`, () => assert.rejects(read(choices, coordinates), {name: "AssemblyMistake", message}));
});
