import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {test} from "node:test";
import {withFolder} from "../../temporary-folder.ts";
import {vvs} from "../../vvs.ts";

const PIPELINE = `
stages:
  drawing:
    command: echo "no drawing" > \${outputs.drawing}
    outputs: {drawing: drawing.pdf}
    publish: {drawing: drawing.pdf}
`;

test("a figure that cannot carry its origin is published as it is, and this is said once", () =>
  withFolder({"pipeline.yaml": PIPELINE}, async (folder) => {
    const first = await vvs(folder, ["run"]);
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stderr, /drawing\.pdf is published without its origin/);
    assert.equal(readFileSync(join(folder, "drawing.pdf"), "utf8"), "no drawing\n");
    assert.doesNotMatch((await vvs(folder, ["run"])).stderr, /without its origin/);
  }));
