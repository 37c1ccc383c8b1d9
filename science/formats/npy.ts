import type {Features} from "../linear-algebra/features.ts";
import {matrix} from "../linear-algebra/matrix.ts";
import {ArrayMistake} from "./array-mistake.ts";

/** The element types that are read, by numpy's name without the byte order. */
const readers = {
  f4: (view: DataView, at: number, little: boolean) => view.getFloat32(at, little),
  f8: (view: DataView, at: number, little: boolean) => view.getFloat64(at, little),
  i1: (view: DataView, at: number) => view.getInt8(at),
  i2: (view: DataView, at: number, little: boolean) => view.getInt16(at, little),
  i4: (view: DataView, at: number, little: boolean) => view.getInt32(at, little),
  i8: (view: DataView, at: number, little: boolean) => Number(view.getBigInt64(at, little)),
  u1: (view: DataView, at: number) => view.getUint8(at),
  u2: (view: DataView, at: number, little: boolean) => view.getUint16(at, little),
  u4: (view: DataView, at: number, little: boolean) => view.getUint32(at, little),
  u8: (view: DataView, at: number, little: boolean) => Number(view.getBigUint64(at, little))
};
type ElementType = keyof typeof readers;

/** Where the numbers of an array lie in a file. */
export interface ArrayLayout {
  type: ElementType;
  littleEndian: boolean;
  shape: number[];
  /** The first axis varies fastest (Fortran's order), not the last. */
  columnMajor: boolean;
  /** Position of the first number, in bytes. */
  offset: number;
}

/** Bytes of a file: `length` of them from `position` on; fewer only at its end. */
export type ReadAt = (position: number, length: number) => Uint8Array;

/**
 * The header of a file in numpy's .npy format, versions 1 to 3.
 * @param file the name for messages
 * @param size of the file in bytes
 * @throws ArrayMistake if it is not such a file, holds no plain numbers, or is not as long as its header says
 */
export function npyLayout(readAt: ReadAt, size: number, file: string): ArrayLayout {
  const start = readAt(0, 12);
  const magic = [0x93, ...new TextEncoder().encode("NUMPY")];
  const mistake = (message: string, advice?: string) => new ArrayMistake(message, {file, ...(advice ? {advice} : {})});
  if (start.length < 12 || magic.some((byte, i) => start[i] !== byte))
    throw mistake("not a .npy file (it does not start with \\x93NUMPY)", "Save it with numpy.save.");
  const view = new DataView(start.buffer, start.byteOffset);
  const version = start[6]!;
  if (version < 1 || version > 3) throw mistake(`.npy version ${version} is not known; expected 1, 2 or 3`);
  const [from, length] = version === 1 ? [10, view.getUint16(8, true)] : [12, view.getUint32(8, true)];
  const offset = from + length;
  if (offset > size) throw mistake(`the header of ${length} bytes is cut off`, "Copy the file anew.");
  const text = new TextDecoder().decode(readAt(from, length));
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order'\s*:\s*(True|False)/.exec(text)?.[1];
  const axes = /'shape'\s*:\s*\(([\d\s,]*)\)/.exec(text)?.[1];
  if (order === undefined || axes === undefined || !text.trim().startsWith("{"))
    throw mistake(`malformed header ${JSON.stringify(text.trim().slice(0, 80))}`, "Save it anew with numpy.save.");
  const type = descr?.slice(1);
  if (descr === undefined || type === undefined || !isElementType(type))
    throw mistake(
      `elements of type ${descr ?? "that are records or objects"} cannot be read`,
      "Save it as float32, float64 or integers: numpy.save(file, array.astype('float32'))."
    );
  const shape = axes.split(",").map((axis) => axis.trim());
  if (shape.at(-1) === "") shape.pop();
  const layout = {
    type,
    littleEndian: descr[0] !== ">",
    shape: shape.map(Number),
    columnMajor: order === "True",
    offset
  };
  const expected = layout.shape.reduce((product, extent) => product * extent, bytesOf(type));
  if (size - offset !== expected)
    throw mistake(
      `holds ${size - offset} bytes of numbers, but shape (${layout.shape.join(", ")}) of ${descr} needs ${expected}`,
      "Copy or save the file anew."
    );
  return layout;
}

/**
 * An array in a file as features, images x features: the first axis are the images, the others one after another in C
 * order. It is read from the file as it is asked for.
 * @throws ArrayMistake for an array without axes, without numbers, or for NaN and infinities when they are read
 */
export function arrayFeatures(layout: ArrayLayout, readAt: ReadAt, file: string): Features {
  const [rows, ...others] = layout.shape;
  const columns = others.reduce((product, extent) => product * extent, 1);
  if (rows === undefined) throw new ArrayMistake("a single number; expected rows x columns", {file});
  if (rows * columns === 0) throw new ArrayMistake(`shape (${layout.shape.join(", ")}) holds no numbers`, {file});
  if (layout.columnMajor && others.length > 1)
    throw new ArrayMistake(`a ${layout.shape.length}-dimensional array in Fortran order cannot be read`, {
      file,
      advice: "Save it with numpy.save(file, numpy.ascontiguousarray(array))."
    });
  const bytes = bytesOf(layout.type);
  const decode = decoder(layout);
  const run = (start: number, count: number) => decode(readAt(layout.offset + start * bytes, count * bytes), count);
  const finite = (value: number, row: number, column: number) => {
    if (Number.isFinite(value)) return value;
    throw new ArrayMistake(`row ${row}, column ${column} is ${value}; expected finite numbers`, {
      file,
      advice: "Rows and columns count from 0. Drop or repair the row."
    });
  };
  return {
    rows,
    columns,
    read(first, count) {
      const block = matrix(rows, count);
      const {values} = block;
      if (layout.columnMajor)
        for (let j = 0; j < count; j++) {
          const column = run((first + j) * rows, rows);
          for (let i = 0; i < rows; i++) values[i * count + j] = finite(column[i]!, i, first + j);
        }
      else
        for (let i = 0; i < rows; i++) {
          const row = run(i * columns + first, count);
          for (let j = 0; j < count; j++) values[i * count + j] = finite(row[j]!, i, first + j);
        }
      return block;
    }
  };
}

function isElementType(type: string): type is ElementType {
  return Object.hasOwn(readers, type);
}

function bytesOf(type: ElementType): number {
  return Number(type[1]);
}

/** Numbers of a run of bytes; floats in the machine's order, the usual case, without a call for each. */
function decoder({type, littleEndian}: ArrayLayout): (bytes: Uint8Array, count: number) => ArrayLike<number> {
  const read = readers[type];
  const size = bytesOf(type);
  const native = littleEndian && new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;
  return (bytes, count) => {
    if (native && bytes.byteOffset % size === 0) {
      if (type === "f4") return new Float32Array(bytes.buffer, bytes.byteOffset, count);
      if (type === "f8") return new Float64Array(bytes.buffer, bytes.byteOffset, count);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    return Float64Array.from({length: count}, (_, i) => read(view, i * size, littleEndian));
  };
}
