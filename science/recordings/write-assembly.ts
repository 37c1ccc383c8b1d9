import type {File} from "h5wasm/node";

/** An array with coordinates along its axes; all of them are written as one netCDF-4 file. */
export interface AssemblyContent {
  name: string;
  /** Row-major. */
  data: Float32Array | string[];
  /** In the order of the array's axes. */
  axes: readonly {
    name: string;
    length: number;
    /** Whole numbers or words, one for each place along the axis. */
    coordinates: Readonly<Record<string, readonly string[] | readonly number[]>>;
  }[];
}

/** What netCDF calls an axis that has no values of its own (netCDF-4's `NC_INVALID_VARIABLE` name, length in 10 places). */
const PLACEHOLDER = "This is a netCDF dimension but not a netCDF variable.";

/** Writes an assembly as xarray and BrainIO do: uncompressed, coordinates as variables of their own. */
export function writeAssembly(file: File, {name, data, axes}: AssemblyContent): void {
  for (const axis of axes) {
    const placeholder = file.create_dataset({name: axis.name, data: new Float32Array(axis.length), dtype: "<f4"});
    placeholder.make_scale(`${PLACEHOLDER}${String(axis.length).padStart(10)}`);
    for (const [key, values] of Object.entries(axis.coordinates)) {
      const data = isWords(values) ? [...values] : BigInt64Array.from(values, BigInt);
      createDataset(file, key, data, [values.length]).attach_scale(0, axis.name);
    }
  }
  const shape = axes.map(({length}) => length);
  const array = createDataset(file, name, data, shape);
  for (const [number, axis] of axes.entries()) array.attach_scale(number, axis.name);
  array.create_attribute("coordinates", axes.flatMap(({coordinates}) => Object.keys(coordinates)).join(" "), null, "S");
}

function createDataset(file: File, name: string, data: Float32Array | BigInt64Array | string[], shape: number[]) {
  const dtype = data instanceof Float32Array ? "<f4" : data instanceof BigInt64Array ? "<q" : "S";
  return file.create_dataset({name, data, shape, dtype});
}

function isWords(values: readonly string[] | readonly number[]): values is readonly string[] {
  return typeof values[0] === "string";
}
