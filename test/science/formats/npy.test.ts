import assert from "node:assert/strict";
import {describe, test} from "node:test";
import {arrayFeatures, npyLayout} from "../../../science/formats/npy.ts";

/** Files that numpy 1.24 saved, base64, of `array([[1, -2, 3], [4, 5, -6]])`. */
const saved = {
  float32:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAIA/AAAAwAAAQEAAAIBAAACgQAAAwMA=",
  float64:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAAAAAAAADAAAAAAAAACEAAAAAAAAAQQAAAAAAAABRAAAAAAAAAGMA=",
  int8: "k05VTVBZAQB2AHsnZGVzY3InOiAnfGkxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoB/gMEBfo=",
  int16:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAP7/AwAEAAUA+v8=",
  int32:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAA/v///wMAAAAEAAAABQAAAPr///8=",
  int64:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGk4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAP7/////////AwAAAAAAAAAEAAAAAAAAAAUAAAAAAAAA+v////////8=",
  uint8:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnfHUxJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAgMEBQY=",
  uint16:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPHUyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAIAAwAEAAUABgA=",
  uint32:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAgAAAAMAAAAEAAAABQAAAAYAAAA=",
  uint64:
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPHU4JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoBAAAAAAAAAAIAAAAAAAAAAwAAAAAAAAAEAAAAAAAAAAUAAAAAAAAABgAAAAAAAAA=",
  "big-endian float32":
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPmY0JywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAo/gAAAwAAAAEBAAABAgAAAQKAAAMDAAAA=",
  "big-endian int16":
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBGYWxzZSwgJ3NoYXBlJzogKDIsIDMpLCB9ICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAf/+AAMABAAF//o=",
  "float64, columns first":
    "k05VTVBZAQB2AHsnZGVzY3InOiAnPGY4JywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hhcGUnOiAoMiwgMyksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgIAoAAAAAAADwPwAAAAAAABBAAAAAAAAAAMAAAAAAAAAUQAAAAAAAAAhAAAAAAAAAGMA="
};

const readerOf = (bytes: Uint8Array) => (position: number, length: number) => bytes.slice(position, position + length);

function load(bytes: Uint8Array) {
  return arrayFeatures(npyLayout(readerOf(bytes), bytes.length, "X.npy"), readerOf(bytes), "X.npy");
}

describe("numpy's files", () => {
  for (const [type, text] of Object.entries(saved))
    test(type, () => {
      const array = load(Buffer.from(text, "base64"));
      assert.deepEqual([array.rows, array.columns], [2, 3]);
      const sign = type.startsWith("u") ? 1 : -1;
      assert.deepEqual([...array.read(0, 3).values], [1, 2 * sign, 3, 4, 5, 6 * sign]);
      assert.deepEqual([...array.read(1, 2).values], [2 * sign, 3, 5, 6 * sign]);
    });
});

/** A file of float64 0, 1, 2, ... with this header. */
function file(header: string, count: number, version = 1): Uint8Array {
  const text = new TextEncoder().encode(header);
  const length = version === 1 ? [text.length & 255, text.length >> 8] : [text.length & 255, text.length >> 8, 0, 0];
  const numbers = Float64Array.from({length: count}, (_, i) => i);
  const start = [0x93, ...new TextEncoder().encode("NUMPY"), version, 0, ...length, ...text];
  return Buffer.concat([Uint8Array.from(start), new Uint8Array(numbers.buffer)]);
}

const header = (shape: string, descr = "'<f8'", fortran = "False") =>
  `{'descr': ${descr}, 'fortran_order': ${fortran}, 'shape': ${shape}, }\n`;

test("one axis is one column, and axes beyond the first lie one after another", () => {
  assert.deepEqual([load(file(header("(4,)"), 4)).rows, load(file(header("(4,)"), 4)).columns], [4, 1]);
  const images = load(file(header("(2, 3, 2)"), 12, 2));
  assert.equal(images.columns, 6);
  assert.deepEqual([...images.read(4, 2).values], [4, 5, 10, 11]);
});

describe("what is no array of numbers is refused with its name", () => {
  const refused = (bytes: Uint8Array, message: RegExp) =>
    assert.throws(() => load(bytes), {name: "ArrayMistake", userMistake: true, message});

  test("another format", () => refused(Buffer.from("PK\x03\x04 zipped arrays"), /^X\.npy: not a \.npy file/));
  test("an empty file", () => refused(new Uint8Array(0), /not a \.npy file/));
  test("an unknown version", () => refused(file(header("(2,)"), 2, 9), /version 9 is not known/));
  test("a header that is cut off", () =>
    refused(file(header("(2,)"), 0).subarray(0, 30), /header of \d+ bytes is cut off/));
  test("a header that says nothing", () => refused(file("{'descr': '<f8'}", 2), /malformed header/));
  test("strings", () => refused(file(header("(2,)", "'<U8'"), 2), /elements of type <U8 cannot be read/));
  test("records", () => refused(file(header("(2,)", "[('a', '<f8')]"), 2), /elements of type that are records/));
  test("too few numbers", () => refused(file(header("(2, 3)"), 5), /holds 40 bytes of numbers, but shape \(2, 3\)/));
  test("too many numbers", () => refused(file(header("(2, 3)"), 7), /holds 56 bytes/));
  test("no axes", () => refused(file(header("()"), 1), /a single number/));
  test("no rows", () => refused(file(header("(0, 3)"), 0), /holds no numbers/));
  test("columns first, of three axes", () => refused(file(header("(2, 2, 2)", "'<f8'", "True"), 8), /Fortran order/));
});

test("NaN and infinities are refused where they are read, with their place", () => {
  const bytes = file(header("(2, 3)"), 6);
  new DataView(bytes.buffer, bytes.byteOffset).setFloat64(bytes.length - 16, Number.NaN, true);
  const array = load(bytes);
  assert.deepEqual([...array.read(0, 1).values], [0, 3]);
  assert.throws(() => array.read(1, 2), /^ArrayMistake: X\.npy: row 1, column 1 is NaN/);
});
