import {unzipSync} from "fflate";
import {AssemblyMistake} from "./assembly-mistake.ts";

/** Unpacked bytes of one picture, at most. */
const LARGEST_PICTURE = 2 ** 27;

/**
 * Pictures in a zip archive: exactly those that are expected, flat, none of them unpacked yet.
 * @throws AssemblyMistake for bytes that are no whole archive, a path that leads elsewhere, a missing or further file
 */
export function openArchive(archive: Uint8Array, expected: readonly string[], file: string) {
  const names = new Set<string>();
  unpack(archive, file, ({name, originalSize}) => {
    if (name.split(/[\\/]/).includes("..") || /^([\\/]|[A-Za-z]:)/.test(name))
      throw new AssemblyMistake(`${file}: entry "${name}" leads out of it`);
    if (name.endsWith("/")) return false;
    if (names.has(name)) throw new AssemblyMistake(`${file}: entry "${name}" is there twice`);
    if (originalSize > LARGEST_PICTURE)
      throw new AssemblyMistake(`${file}: entry "${name}" claims ${originalSize} bytes, more than any picture has`);
    names.add(name);
    return false;
  });
  const missing = expected.filter((name) => !names.has(name));
  if (missing.length > 0) throw new AssemblyMistake(`${file} lacks ${counted(missing)} that the table lists`);
  const listed = new Set(expected);
  const further = [...names].filter((name) => !listed.has(name));
  if (further.length > 0) throw new AssemblyMistake(`${file} holds ${counted(further)} that the table does not list`);
  /** The bytes of some files, in their order. */
  return (wanted: readonly string[]): Uint8Array[] => {
    const chosen = new Set(wanted);
    const unpacked = unpack(archive, file, ({name}) => chosen.has(name));
    return wanted.map((name) => {
      const bytes = unpacked[name];
      if (!bytes) throw new RangeError(`"${name}" is not in ${file}`);
      return bytes;
    });
  };
}

function unpack(archive: Uint8Array, file: string, filter: (entry: {name: string; originalSize: number}) => boolean) {
  try {
    return unzipSync(archive, {filter});
  } catch (error) {
    if (error instanceof AssemblyMistake) throw error;
    throw new AssemblyMistake(
      `${file} cannot be unpacked (${error instanceof Error ? error.message : String(error)}): no zip archive, or cut short`
    );
  }
}

function counted([first, ...others]: readonly string[]): string {
  return others.length === 0 ? `the file "${first}"` : `"${first}" and ${others.length} other files`;
}
