import assert from "node:assert/strict";
import {describe, test} from "node:test";
import fc from "fast-check";
import {
  bytesInMemory,
  layTensors,
  readTensor,
  readTensorHeader,
  readTensors,
  TensorMistake,
  writeTensors
} from "../../../science/formats/tensors.ts";

const tensors = {
  bytes: {shape: [3], data: Uint8Array.of(1, 2, 255)},
  weights: {shape: [2, 2], data: Float32Array.of(0.5, -1, Number.NaN, 3)},
  counts: {shape: [], data: BigInt64Array.of(-5n)}
};

describe("safetensors", () => {
  test("what is written reads back", () => {
    assert.deepEqual(readTensors(writeTensors(tensors)), {
      counts: tensors.counts,
      weights: tensors.weights,
      bytes: tensors.bytes
    });
  });

  test("any shape of any numbers reads back from any place in memory", () => {
    fc.assert(
      fc.property(fc.float64Array({maxLength: 9}), fc.uint8Array({maxLength: 9}), fc.nat(7), (a, b, offset) => {
        const file = writeTensors({a: {shape: [a.length], data: a}, b: {shape: [1, b.length], data: b}});
        const moved = new Uint8Array(offset + file.length);
        moved.set(file, offset);
        assert.deepEqual(readTensors(moved.subarray(offset)), {
          a: {shape: [a.length], data: a},
          b: {shape: [1, b.length], data: b}
        });
      })
    );
  });

  test("the same tensors give the same bytes, in whatever order they come", () => {
    const {bytes, weights, counts} = tensors;
    assert.deepEqual(writeTensors({counts, bytes, weights}), writeTensors({weights, counts, bytes}));
  });

  test("numbers are aligned: wide types first, the header filled up to eight bytes", () => {
    const {tensors: entries} = readTensorHeader(bytesInMemory(writeTensors(tensors)));
    assert.deepEqual([...entries.keys()], ["counts", "weights", "bytes"]);
    assert.equal(entries.get("counts")?.start, 8 * Math.ceil((entries.get("counts")?.start ?? 0) / 8));
  });

  test("the file is as the format says: length, JSON, numbers", () => {
    const file = writeTensors({x: {shape: [1], data: Int32Array.of(258)}}, {made: "here"});
    const length = Number(new DataView(file.buffer).getBigUint64(0, true));
    const header = new TextDecoder().decode(file.subarray(8, 8 + length));
    assert.deepEqual(JSON.parse(header), {
      __metadata__: {made: "here"},
      x: {dtype: "I32", shape: [1], data_offsets: [0, 4]}
    });
    assert.deepEqual([...file.subarray(8 + length)], [2, 1, 0, 0]);
  });

  test("one tensor is read without the others", () => {
    const file = bytesInMemory(writeTensors(tensors), "weights.safetensors");
    const header = readTensorHeader(file);
    assert.deepEqual(readTensor(file, header, "bytes", "U8"), tensors.bytes);
    assert.throws(
      () => readTensor(file, header, "bytes", "F32"),
      new TensorMistake('weights.safetensors: tensor "bytes" is U8, expected F32')
    );
    assert.throws(() => readTensor(file, header, "bias", "F32"), /no tensor "bias"; there are counts, weights, bytes/);
  });

  test("a header can leave room", () => {
    const lay = (count: number) => layTensors([{name: "x", shape: [count], type: "U8"}], {}, 128).header.length;
    assert.equal(lay(1), 128);
    assert.equal(lay(1e12), 128);
  });

  test("a file that is cut short or no safetensors is told, with its name", () => {
    const file = writeTensors(tensors);
    const read = (bytes: Uint8Array) => () => readTensors(bytes, "a.safetensors");
    assert.throws(
      read(file.subarray(0, file.length - 1)),
      /a\.safetensors: tensor "bytes" ends at byte \d+ of \d+: cut/
    );
    assert.throws(read(file.subarray(0, 20)), /a\.safetensors: a header of \d+ bytes: not a safetensors file, or cut/);
    assert.throws(read(new TextEncoder().encode("x,y\n1,2\n")), TensorMistake);
    assert.throws(read(new Uint8Array(3)), TensorMistake);
  });

  test("numbers that do not fill a shape are an error", () => {
    assert.throws(() => writeTensors({x: {shape: [2], data: Int8Array.of(1)}}), /tensor "x": 1 numbers do not fill/);
  });
});
