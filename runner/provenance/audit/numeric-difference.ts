const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

/**
 * The largest relative difference between the numbers of two files that are alike but for these: texts (JSON, tables),
 * arrays of numpy (.npy), tensors (safetensors). Undefined where they differ in anything else.
 */
export function numericDifference(before: Uint8Array, after: Uint8Array): number | undefined {
  const [old, now] = [before, after].map((file) => arraysIn(file) ?? textNumbers(file));
  if (!old || !now || old.rest !== now.rest || old.numbers.length !== now.numbers.length) return undefined;
  let largest = 0;
  for (const [index, value] of old.numbers.entries()) {
    const other = now.numbers[index] ?? Number.NaN;
    if (Object.is(value, other) || value === other) continue;
    const distance = Math.abs(value - other) / Math.max(Math.abs(value), Math.abs(other));
    largest = Math.max(largest, Number.isNaN(distance) ? Number.POSITIVE_INFINITY : distance);
  }
  return largest;
}

/** The numbers of a file, in order, and all else that it says. */
interface Numbers {
  numbers: number[] | Float64Array;
  rest: string;
}

function textNumbers(file: Uint8Array): Numbers {
  const text = Buffer.from(file).toString("utf8");
  return {numbers: (text.match(NUMBER) ?? []).map(Number), rest: text.replace(NUMBER, "#")};
}

/** Reads the number at a place, and bytes of one; by the names of numpy and of safetensors. */
const types: Record<string, [number, (view: DataView, at: number) => number]> = {
  f8: [8, (view, at) => view.getFloat64(at, true)],
  f4: [4, (view, at) => view.getFloat32(at, true)],
  i8: [8, (view, at) => Number(view.getBigInt64(at, true))],
  i4: [4, (view, at) => view.getInt32(at, true)],
  i2: [2, (view, at) => view.getInt16(at, true)],
  i1: [1, (view, at) => view.getInt8(at)],
  u4: [4, (view, at) => view.getUint32(at, true)],
  u2: [2, (view, at) => view.getUint16(at, true)],
  u1: [1, (view, at) => view.getUint8(at)]
};

/** Arrays of numbers with little-endian bytes; undefined where a file holds none, or of a type that is not known. */
function arraysIn(file: Uint8Array): Numbers | undefined {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength);
  if (bytes.length < 12) return undefined;
  if (bytes.subarray(1, 6).toString("latin1") === "NUMPY") {
    const start = bytes[6] === 1 ? 10 + bytes.readUInt16LE(8) : 12 + bytes.readUInt32LE(8);
    const rest = bytes.subarray(0, start).toString("latin1");
    const type = /'descr': '[<|](\w+)'/.exec(rest)?.[1];
    const numbers = type === undefined ? undefined : numbersIn(bytes, type, start, bytes.length);
    return numbers && {numbers, rest};
  }
  const length = Number(bytes.readBigUInt64LE(0));
  if (bytes[8] !== 0x7b || length > bytes.length - 8) return undefined;
  const rest = bytes.subarray(8, 8 + length).toString("utf8");
  const tensors = [...rest.matchAll(/"dtype":"([FIU])(\d+)"[^{}]*"data_offsets":\[(\d+),(\d+)\]/g)];
  const numbers: number[] = [];
  let read = 0;
  for (const [, kind = "", bits, from, to] of tensors) {
    const found = numbersIn(
      bytes,
      kind.toLowerCase() + Number(bits) / 8,
      8 + length + Number(from),
      8 + length + Number(to)
    );
    if (!found) return undefined;
    read += Number(to) - Number(from);
    for (const number of found) numbers.push(number);
  }
  return read === bytes.length - 8 - length ? {numbers, rest} : undefined;
}

function numbersIn(bytes: Buffer, type: string, from: number, to: number): Float64Array | undefined {
  const [size, read] = types[type] ?? [];
  if (size === undefined || read === undefined || to > bytes.length || (to - from) % size !== 0) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return Float64Array.from({length: (to - from) / size}, (_, index) => read(view, from + index * size));
}
