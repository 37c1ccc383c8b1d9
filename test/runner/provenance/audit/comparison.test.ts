import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {numericDifference} from "../../../../runner/provenance/audit/numeric-difference.ts";
import {packageDifference} from "../../../../runner/provenance/audit/same-packages.ts";
import {withFolder} from "../../../temporary-folder.ts";

describe("what was made again", () => {
  test("differs in numbers by the largest relative difference, or in more than numbers", () => {
    assert.equal(numericDifference('{"a": 2.0, "b": [1e-3]}', '{"a": 2, "b": [1e-3]}'), 0);
    assert.equal(numericDifference("x,y\n1,-2.5\n", "x,y\n1,-2\n"), 0.2);
    assert.equal(numericDifference("x,1\n", "y,1\n"), undefined);
    assert.equal(numericDifference("1 2", "1"), undefined);
  });

  test("was made with the same packages: version and build of each, and of what each needs", () => {
    const lock = {
      packages: {
        "node_modules/a": {version: "1.0.0", integrity: "sha512-x", dependencies: {b: "*"}},
        "node_modules/b": {version: "2.0.0"}
      }
    };
    return withFolder({"package-lock.json": JSON.stringify(lock)}, (folder) => {
      const same = {"node_modules/a": "1.0.0 sha512-x", "node_modules/b": "2.0.0"};
      assert.equal(packageDifference(folder, same), undefined);
      assert.equal(
        packageDifference(folder, {...same, "node_modules/b": "1.9.0"}),
        "node_modules/b is 2.0.0 here, and was 1.9.0"
      );
      assert.equal(
        packageDifference(folder, {"node_modules/a": "1.0.0 sha512-y"}),
        "node_modules/a is another build here, and was 1.0.0"
      );
      assert.match(
        packageDifference(folder, {"node_modules/c": "3.0.0"}) ?? "",
        /node_modules\/c is .* here, and was 3\.0\.0/
      );
    });
  });
});
