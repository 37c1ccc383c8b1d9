import assert from "node:assert/strict";
import {readFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import command from "../../../stages/notebooks/command.ts";
import {withFolder} from "../../temporary-folder.ts";

function inFolder(files: Record<string, string>, use: (make: (...args: string[]) => void, folder: string) => void) {
  return withFolder(files, (folder) => {
    const absent = () => Promise.reject(new Error("not asked for"));
    const context = {
      folder,
      json: false,
      print() {},
      note() {},
      artifact: absent,
      tasks: absent,
      published: absent,
      provenance: absent
    };
    use((...args) => void command.run({arguments: args, options: {}}, context), folder);
  });
}

describe("vvs new notebook NAME", () => {
  test("writes a notebook that is called so", () =>
    inFolder({}, (make, folder) => {
      make("notebook", "early-layers");
      assert.match(readFileSync(join(folder, "notebooks/early-layers.html"), "utf8"), /<title>Early layers<\/title>/);
    }));

  test("leaves a notebook alone that is there already", () =>
    inFolder({"notebooks/mine.html": "mine"}, (make, folder) => {
      assert.throws(() => make("notebook", "mine"), {
        message: "notebooks/mine.html is there already",
        userMistake: true
      });
      assert.equal(readFileSync(join(folder, "notebooks/mine.html"), "utf8"), "mine");
    }));

  test("tells of another thing, and of a name that is no file's", () =>
    inFolder({}, (make) => {
      assert.throws(() => make("figure", "x"), /expected vvs new notebook NAME/);
      assert.throws(() => make("notebook", "../x"), /lower-case letters, digits and hyphens/);
    }));
});
