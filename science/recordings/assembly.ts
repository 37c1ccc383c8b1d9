import {Dataset, type File} from "h5wasm/node";
import {AssemblyMistake} from "./assembly-mistake.ts";

/** A coordinate: one value for each place along an axis of the data. */
export interface Coordinate<Value> {
  /** Number of the axis. */
  axis: number;
  values: Value[];
}

/**
 * One array with named axes and coordinates along them, as xarray and BrainIO write them to netCDF-4: the only variable
 * with an attribute `coordinates`. Nothing but names and shapes is read until it is asked for.
 */
export class Assembly {
  /** Name of the file, for messages. */
  readonly file: string;
  readonly shape: readonly number[];
  /** Names of the axes, in order. */
  readonly axes: readonly string[];
  readonly #data: Dataset;
  readonly #coordinates: ReadonlyMap<string, {axis: number; dataset: Dataset}>;

  /** @throws AssemblyMistake where there is not one array with named axes */
  constructor(opened: File, file: string) {
    const datasets = new Map<string, Dataset>();
    for (const name of opened.keys()) {
      const entity = opened.get(name);
      if (entity instanceof Dataset) datasets.set(name, entity);
    }
    const arrays = [...datasets].filter(([, dataset]) => Object.hasOwn(dataset.attrs, "coordinates"));
    const [found] = arrays;
    if (!found || arrays.length > 1)
      throw new AssemblyMistake(
        `${file} has ${arrays.length} arrays with coordinates, expected one; it holds ${[...datasets.keys()].join(", ")}`
      );
    const [name, data] = found;
    this.file = file;
    this.shape = data.shape ?? [];
    this.axes = this.shape.map((_, axis) => scaleOf(data, axis) ?? `axis ${axis}`);
    this.#data = data;
    const coordinates = new Map<string, {axis: number; dataset: Dataset}>();
    for (const [key, dataset] of datasets) {
      if (key === name || dataset.shape?.length !== 1 || isPlaceholder(dataset)) continue;
      const axis = this.axes.indexOf(scaleOf(dataset, 0) ?? key);
      if (axis !== -1) coordinates.set(key, {axis, dataset});
    }
    this.#coordinates = coordinates;
  }

  has(name: string): boolean {
    return this.#coordinates.has(name);
  }

  /** A coordinate as words; numbers are spelled as decimals. @throws AssemblyMistake where it is missing or misfit */
  words(name: string): Coordinate<string> {
    const {axis, value} = this.#values(name);
    return {axis, values: Array.from(value, String)};
  }

  /** A coordinate of whole numbers. @throws AssemblyMistake where it is missing, misfit, or holds something else */
  integers(name: string): Coordinate<number> {
    const {axis, value} = this.#values(name);
    const values = Array.from(value, Number);
    const odd = values.findIndex((number) => !Number.isSafeInteger(number));
    if (odd !== -1)
      throw new AssemblyMistake(
        `${this.file}: ${name} of ${this.axes[axis]} ${odd} is ${String(value[odd])}, expected a whole number`
      );
    return {axis, values};
  }

  /** Numbers of a part of the array, row-major; `ranges` has [from, to) for each axis. */
  numbers(ranges: readonly (readonly [number, number])[]): ArrayLike<number> & Iterable<number> {
    const part = readable(this.file, () => this.#data.slice(ranges.map(([from, to]) => [from, to])));
    if (part instanceof BigInt64Array || part instanceof BigUint64Array) return Float64Array.from(part, Number);
    if (!isNumbers(part))
      throw new AssemblyMistake(`${this.file}: the array holds ${String(this.#data.dtype)}, expected numbers`);
    return part;
  }

  /** The whole array, where it is one of words. */
  text(): string[] {
    const value = readable(this.file, () => this.#data.value);
    if (!isWords(value))
      throw new AssemblyMistake(`${this.file}: the array holds ${String(this.#data.dtype)}, expected words`);
    return value;
  }

  #values(name: string) {
    const found = this.#coordinates.get(name);
    const names = [...this.#coordinates.keys()];
    if (!found) throw new AssemblyMistake(`${this.file} has no coordinate "${name}"; there are ${names.join(", ")}`);
    const {axis, dataset} = found;
    const value = readable(this.file, () => dataset.value);
    if (!isWords(value) && !isNumbers(value) && !(value instanceof BigInt64Array) && !(value instanceof BigUint64Array))
      throw new AssemblyMistake(`${this.file}: coordinate "${name}" holds neither words nor numbers`);
    if (value.length !== this.shape[axis])
      throw new AssemblyMistake(
        `${this.file}: coordinate "${name}" has ${value.length} values for ${this.shape[axis]} places along ${this.axes[axis]}`
      );
    return {axis, value};
  }
}

function scaleOf(dataset: Dataset, axis: number): string | undefined {
  return dataset.get_attached_scales(axis)[0]?.replace(/^\//, "");
}

/** An axis without values of its own, of which netCDF only stores the length. */
function isPlaceholder(dataset: Dataset): boolean {
  return dataset.get_scale_name()?.startsWith("This is a netCDF dimension but not a netCDF variable") ?? false;
}

/** What `read` gives. @throws AssemblyMistake in place of the HDF5 library's own errors */
export function readable<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof AssemblyMistake) throw error;
    throw new AssemblyMistake(`${file} cannot be read: ${causeOf(error)}`);
  }
}

/** Of the HDF5 library's pages of frames, what the innermost says. */
function causeOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  const frames = [...message.matchAll(/^ *#\d+: .*\(\): (.*)$/gm)];
  return frames.at(-1)?.[1] ?? message;
}

function isWords(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isNumbers(value: unknown): value is ArrayLike<number> & Iterable<number> {
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}
