import {Mt19937} from "../../../science/random/mt19937.ts";

/** A .npy file of float64 normals, with one value replaced. */
export function npyFile(shape: number[], replaced?: {at: number; value: number}): Uint8Array {
  const random = new Mt19937(shape.reduce((sum, extent) => sum + extent));
  const count = shape.reduce((product, extent) => product * extent);
  const values = Float64Array.from({length: count}, () => random.normal());
  if (replaced) values[replaced.at] = replaced.value;
  const header = `{'descr': '<f8', 'fortran_order': False, 'shape': (${shape.join(", ")}), }`.padEnd(117);
  const start = [0x93, ...new TextEncoder().encode("NUMPY"), 1, 0, 118, 0, ...new TextEncoder().encode(`${header}\n`)];
  return Buffer.concat([Uint8Array.from(start), new Uint8Array(values.buffer)]);
}
