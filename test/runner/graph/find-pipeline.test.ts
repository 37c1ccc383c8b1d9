import assert from "node:assert/strict";
import path from "node:path";
import {test} from "node:test";
import {UserMistake} from "../../../runner/errors/user-mistake.ts";
import {findPipeline} from "../../../runner/graph/find-pipeline.ts";
import {loadGraph} from "../../../runner/graph/load-graph.ts";
import {withProject} from "./temporary-project.ts";

test("the nearest pipeline upwards is found", async () => {
  const files = {"pipeline.yaml": "", "inner/pipeline.yaml": "", "inner/deep/er/x": "", "other/x": ""};
  await withProject(files, (folder) => {
    assert.equal(findPipeline(path.join(folder, "inner/deep/er")), path.join(folder, "inner"));
    assert.equal(findPipeline(path.join(folder, "other")), folder);
    assert.equal(findPipeline(folder), folder);
  });
});

test("no pipeline is the user's mistake", async () => {
  assert.throws(() => findPipeline("/"), UserMistake);
  const declare = () => Promise.reject(new Error("not asked"));
  await withProject({}, (folder) => assert.rejects(loadGraph(folder, {declare}), UserMistake));
});
