import {mkdtempSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {File, ready} from "h5wasm/node";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import type {Assembly} from "../../../science/recordings/assembly.ts";
import {withAssembly} from "../../../science/recordings/open-assembly.ts";
import {type AssemblyContent, writeAssembly} from "../../../science/recordings/write-assembly.ts";

/** Writes an assembly to `recordings.nc` in a folder that goes afterwards. */
export async function withNetCdf<T>(content: AssemblyContent, use: (path: string) => T | Promise<T>): Promise<T> {
  await ready;
  const folder = mkdtempSync(join(tmpdir(), "vvs-netcdf-"));
  try {
    const path = join(folder, "recordings.nc");
    const file = new File(path, "w");
    writeAssembly(file, content);
    file.close();
    return await use(path);
  } finally {
    rmSync(folder, {recursive: true, force: true});
  }
}

/** Reads a file as an assembly of the name `recordings.nc`. */
export function readNetCdf<T>(path: string, use: (assembly: Assembly) => T): Promise<T> {
  return withAssembly(path, bytesInMemory(readFileSync(path), "recordings.nc"), use);
}
