import assert from "node:assert/strict";
import {mkdtempSync, writeFileSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {describe, test} from "node:test";
import {identifyPackages, packageOf} from "../../../runner/hash/packages.ts";

function folderWithLock(packages: object): string {
  const folder = mkdtempSync(join(tmpdir(), "vvs-lock-"));
  writeFileSync(join(folder, "package-lock.json"), JSON.stringify({packages}));
  return folder;
}

describe("the packages of a bundle", () => {
  test("are named without the path inside them", () => {
    assert.equal(packageOf("@observablehq/plot/dist/plot.js"), "@observablehq/plot");
    assert.equal(packageOf("d3-array/src"), "d3-array");
  });

  test("come with everything that they depend on, at the version that each gets", () => {
    const folder = folderWithLock({
      "node_modules/plot": {version: "1.0.0", integrity: "sha512-a", dependencies: {scale: "^1"}},
      "node_modules/plot/node_modules/scale": {version: "1.5.0", integrity: "sha512-b", dependencies: {array: "^2"}},
      "node_modules/scale": {version: "2.0.0", integrity: "sha512-c"},
      "node_modules/array": {version: "2.1.0", integrity: "sha512-d"},
      "node_modules/other": {version: "9.0.0", integrity: "sha512-e"}
    });
    assert.deepEqual(identifyPackages(folder, ["plot"]), {
      "node_modules/plot": "1.0.0 sha512-a",
      "node_modules/plot/node_modules/scale": "1.5.0 sha512-b",
      "node_modules/array": "2.1.0 sha512-d"
    });
  });
});
