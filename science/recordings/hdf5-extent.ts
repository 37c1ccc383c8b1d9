import {AssemblyMistake} from "./assembly-mistake.ts";

/** Bytes from the start of a file that `checkExtent` needs. */
export const SUPERBLOCK_BYTES = 48;
const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/**
 * Whether a file is HDF5 and whole, by its superblock (HDF5 file format, section II.A), which says where the file ends.
 * @param start of the file, at most the first SUPERBLOCK_BYTES
 * @param size of the file, bytes
 * @throws AssemblyMistake for another format, and for a file that was cut short
 */
export function checkExtent(start: Uint8Array, size: number, file: string): void {
  if (start.length < SUPERBLOCK_BYTES || SIGNATURE.some((byte, at) => start[at] !== byte))
    throw new AssemblyMistake(`${file} is no netCDF-4 file: it does not start as HDF5 does (${size} bytes)`);
  const version = start[8]!;
  const wide = start[version < 2 ? 13 : 9] === 8;
  if (version > 3 || !wide) return;
  const view = new DataView(start.buffer, start.byteOffset, start.byteLength);
  const end = Number(view.getBigUint64((version < 2 ? 40 : 28) + (version === 1 ? 4 : 0), true));
  if (size < end) throw new AssemblyMistake(`${file} is cut short: ${size} of ${end} bytes`);
}
