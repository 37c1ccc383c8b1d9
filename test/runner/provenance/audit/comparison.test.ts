import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {numericDifference} from "../../../../runner/provenance/audit/numeric-difference.ts";
import {packageDifference} from "../../../../runner/provenance/audit/same-packages.ts";
import {withFolder} from "../../../temporary-folder.ts";

describe("what was made again", () => {
  test("differs in numbers by the largest relative difference, or in more than numbers", () => {
    const texts = (before: string, after: string) => numericDifference(Buffer.from(before), Buffer.from(after));
    assert.equal(texts('{"a": 2.0, "b": [1e-3]}', '{"a": 2, "b": [1e-3]}'), 0);
    assert.equal(texts("x,y\n1,-2.5\n", "x,y\n1,-2\n"), 0.2);
    assert.equal(texts("x,1\n", "y,1\n"), undefined);
    assert.equal(texts("1 2", "1"), undefined);
  });

  test("in arrays of numpy and in tensors, too; one of another shape or type differs in more", () => {
    const npy = (values: number[], shape = `${values.length},`) => {
      const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape}), }\n`;
      const start = Buffer.from(`\x93NUMPY\x01\0\0\0`, "latin1");
      start.writeUInt16LE(header.length, 8);
      return Buffer.concat([start, Buffer.from(header), Buffer.from(Float64Array.from(values).buffer)]);
    };
    assert.equal(numericDifference(npy([1, -2.5, Number.NaN]), npy([1, -2, Number.NaN])), 0.2);
    assert.equal(numericDifference(npy([1, 2]), npy([1, Number.NaN])), Number.POSITIVE_INFINITY);
    assert.equal(numericDifference(npy([1, 2], "2,1"), npy([1, 2], "1,2")), undefined);

    const tensors = (type: string, values: Float32Array | Int32Array) => {
      const header = `{"w":{"dtype":"${type}","shape":[2],"data_offsets":[0,4]},"b":{"dtype":"${type}","shape":[1],"data_offsets":[4,8]}}`;
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(header.length));
      return Buffer.concat([length, Buffer.from(header), Buffer.from(values.buffer)]);
    };
    const floats = tensors("F32", Float32Array.of(4, 8));
    assert.equal(numericDifference(floats, tensors("F32", Float32Array.of(4, 6))), 0.25);
    assert.equal(numericDifference(floats, tensors("I32", Int32Array.of(4, 8))), undefined);
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
