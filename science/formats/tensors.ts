/** The arrays that a tensor's numbers may be in; the kind of array says the type. */
export type TensorData =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** Numbers in row-major order. */
export interface Tensor {
  shape: readonly number[];
  data: TensorData;
}

export type DataType = keyof typeof arrays;

/** What a header says of one tensor; `start` and `end` are bytes of the file. */
export interface TensorEntry {
  type: DataType;
  shape: readonly number[];
  start: number;
  end: number;
}

export interface TensorHeader {
  tensors: Map<string, TensorEntry>;
  metadata: Readonly<Record<string, string>>;
}

/** A file (or memory) of which parts can be read; never all of it at once. */
export interface ByteSource {
  /** Name for messages. */
  name: string;
  /** Bytes in all. */
  size: number;
  /** Fills `into` from byte `position` on. */
  read(position: number, into: Uint8Array): void;
  /** The bytes themselves without a copy, where they are in memory. */
  view?(position: number, length: number): Uint8Array;
}

/** Bytes that are not a sound safetensors file. */
export class TensorMistake extends Error {
  readonly userMistake = true as const;
  override readonly name = "TensorMistake";
}

const arrays = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array
} as const;
const types = Object.keys(arrays).filter(isDataType);
const LENGTH_BYTES = 8;
/** Safetensors' own limit on the header. */
const LARGEST_HEADER = 100_000_000;

/**
 * The safetensors file (format 0.4) of named tensors. Tensors lie by falling size of their numbers, then by name, so
 * that each is aligned; the same tensors always give the same bytes.
 * @throws TypeError where a shape and its numbers do not agree
 */
export function writeTensors(
  tensors: Readonly<Record<string, Tensor>>,
  metadata: Readonly<Record<string, string>> = {}
): Uint8Array {
  const specifications = Object.entries(tensors).map(([name, {shape, data}]) => {
    if (data.length !== countOf(shape))
      throw new TypeError(`tensor "${name}": ${data.length} numbers do not fill the shape [${shape.join(", ")}]`);
    return {name, shape, type: typeOf(data)};
  });
  const {header, offsets, bytes} = layTensors(specifications, metadata);
  const file = new Uint8Array(bytes);
  file.set(header);
  for (const [name, {data}] of Object.entries(tensors))
    file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offsets.get(name)!);
  return file;
}

/**
 * Header of a file whose numbers are written later, the byte at which each tensor's begin, and the file's size.
 * @param smallest bytes of the header, at least: room for one that is written over it later
 */
export function layTensors(
  tensors: readonly {name: string; shape: readonly number[]; type: DataType}[],
  metadata: Readonly<Record<string, string>> = {},
  smallest = 0
): {header: Uint8Array; offsets: Map<string, number>; bytes: number} {
  const ordered = [...tensors].sort((a, b) => sizeOf(b.type) - sizeOf(a.type) || (a.name < b.name ? -1 : 1));
  const entries: [string, unknown][] = [];
  const starts: [string, number][] = [];
  let end = 0;
  if (Object.keys(metadata).length > 0) entries.push(["__metadata__", sorted(metadata)]);
  for (const {name, shape, type} of ordered) {
    const start = end;
    end += countOf(shape) * sizeOf(type);
    starts.push([name, start]);
    entries.push([name, {dtype: type, shape, data_offsets: [start, end]}]);
  }
  const json = JSON.stringify(Object.fromEntries(entries));
  const text = new TextEncoder().encode(json);
  const length = Math.ceil(Math.max(text.length, smallest - LENGTH_BYTES) / 8) * 8;
  const header = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(header.buffer).setBigUint64(0, BigInt(length), true);
  header.set(text, LENGTH_BYTES);
  const offsets = new Map(starts.map(([name, start]) => [name, header.length + start]));
  return {header, offsets, bytes: header.length + end};
}

/**
 * The tensors of a safetensors file. They are views of `file` where their bytes are aligned, else copies.
 * @param name the file's name, for messages
 * @throws TensorMistake for bytes that are cut short, or are no safetensors file
 */
export function readTensors(file: Uint8Array, name = "the file"): Record<string, Tensor> {
  const {tensors} = readTensorHeader(bytesInMemory(file, name));
  const found: [string, Tensor][] = [];
  for (const [key, {type, shape, start, end}] of tensors) {
    const bytes = file.subarray(start, end);
    found.push([key, {shape, data: numbersOf(bytes, type)}]);
  }
  return Object.fromEntries(found);
}

/** Reads only the header. @throws TensorMistake as `readTensors` */
export function readTensorHeader(source: ByteSource): TensorHeader {
  const mistake = (what: string) => new TensorMistake(`${source.name}: ${what}`);
  if (source.size < LENGTH_BYTES) throw mistake(`${source.size} bytes are no safetensors file`);
  const lengthBytes = new Uint8Array(LENGTH_BYTES);
  source.read(0, lengthBytes);
  const length = Number(new DataView(lengthBytes.buffer).getBigUint64(0, true));
  if (length > LARGEST_HEADER || LENGTH_BYTES + length > source.size)
    throw mistake(`a header of ${length} bytes: not a safetensors file, or cut short`);
  const text = new Uint8Array(length);
  source.read(LENGTH_BYTES, text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder().decode(text));
  } catch {
    throw mistake("the header is no JSON: not a safetensors file");
  }
  if (!isMap(parsed)) throw mistake("the header is no JSON object");
  const tensors = new Map<string, TensorEntry>();
  const metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(parsed)) {
    if (name === "__metadata__") {
      if (isMap(entry)) for (const [key, value] of Object.entries(entry)) metadata[key] = String(value);
      continue;
    }
    const {dtype, shape, data_offsets: offsets} = isMap(entry) ? entry : {};
    if (!isDataType(dtype)) throw mistake(`tensor "${name}" has type ${String(dtype)}; known are ${types.join(", ")}`);
    if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
      throw mistake(`tensor "${name}" has no sound shape and offsets`);
    const [start, end] = offsets.map((offset) => LENGTH_BYTES + length + offset);
    if (start === undefined || end === undefined || end - start !== countOf(shape) * sizeOf(dtype))
      throw mistake(`tensor "${name}": its offsets do not fit the shape [${shape.join(", ")}]`);
    if (end > source.size) throw mistake(`tensor "${name}" ends at byte ${end} of ${source.size}: cut short`);
    tensors.set(name, {type: dtype, shape, start, end});
  }
  return {tensors, metadata};
}

/** Reads one tensor's numbers. @throws TensorMistake if there is none of this name and type */
export function readTensor<const Type extends DataType>(
  source: ByteSource,
  {tensors}: TensorHeader,
  name: string,
  type: Type
): {shape: readonly number[]; data: InstanceType<(typeof arrays)[Type]>} {
  const entry = tensors.get(name);
  if (entry?.type !== type)
    throw new TensorMistake(
      `${source.name}: ${entry ? `tensor "${name}" is ${entry.type}, expected ${type}` : `no tensor "${name}"; there are ${[...tensors.keys()].join(", ")}`}`
    );
  const bytes = new Uint8Array(entry.end - entry.start);
  source.read(entry.start, bytes);
  return {shape: entry.shape, data: numbersOf(bytes, type)};
}

export function bytesInMemory(bytes: Uint8Array, name = "the file"): ByteSource {
  return {
    name,
    size: bytes.length,
    read: (position, into) => into.set(bytes.subarray(position, position + into.length)),
    view: (position, length) => bytes.subarray(position, position + length)
  };
}

function typeOf(data: TensorData): DataType {
  const type = types.find((candidate) => data instanceof arrays[candidate]);
  if (!type) throw new TypeError(`${data.constructor.name} is no type of tensor`);
  return type;
}

function numbersOf<Type extends DataType>(bytes: Uint8Array, type: Type): InstanceType<(typeof arrays)[Type]>;
function numbersOf(bytes: Uint8Array, type: DataType): TensorData {
  const {buffer, byteOffset} = bytes;
  const size = sizeOf(type);
  if (buffer instanceof ArrayBuffer && byteOffset % size === 0)
    return new arrays[type](buffer, byteOffset, bytes.length / size);
  return new arrays[type](new Uint8Array(bytes).buffer);
}

function sizeOf(type: DataType): number {
  return arrays[type].BYTES_PER_ELEMENT;
}

function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function sorted(metadata: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function isDataType(value: unknown): value is DataType {
  return typeof value === "string" && Object.hasOwn(arrays, value);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}
