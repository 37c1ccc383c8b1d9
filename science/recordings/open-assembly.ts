import {File, ready} from "h5wasm/node";
import type {ByteSource} from "../formats/tensors.ts";
import {Assembly, readable} from "./assembly.ts";
import {checkExtent, SUPERBLOCK_BYTES} from "./hdf5-extent.ts";

/**
 * Opens an assembly for as long as `use` takes.
 * @param path of the file, for the HDF5 library
 * @param source the same file, for a look at its start
 * @throws AssemblyMistake for a file that is no assembly, or was cut short
 */
export async function withAssembly<T>(path: string, source: ByteSource, use: (assembly: Assembly) => T): Promise<T> {
  const start = new Uint8Array(Math.min(SUPERBLOCK_BYTES, source.size));
  readable(source.name, () => source.read(0, start));
  checkExtent(start, source.size, source.name);
  const {activate_throwing_error_handler: throwErrors} = await ready;
  throwErrors();
  const file = readable(source.name, () => new File(path, "r"));
  try {
    return use(readable(source.name, () => new Assembly(file, source.name)));
  } finally {
    file.close();
  }
}
