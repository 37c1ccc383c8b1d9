import {fitSquare} from "../../science/images/fit-square.ts";
import {decode} from "./decode.ts";

/** Pictures that are unpacked at once. */
const BATCH = 64;

/** The pictures of an archive, decoded, in the order of their names; squares of `side` pixels unless it is null. */
export async function* pictures(
  unpack: (names: readonly string[]) => Uint8Array[],
  names: readonly string[],
  archive: string,
  side: number | null
): AsyncGenerator<{name: string; pixels: Uint8Array; height: number; width: number}> {
  for (let first = 0; first < names.length; first += BATCH) {
    const batch = names.slice(first, first + BATCH);
    const decoded = unpack(batch).map((bytes, index) => decode(bytes, `"${batch[index]}" in ${archive}`));
    for (const [index, {pixels, height, width}] of (await Promise.all(decoded)).entries()) {
      const name = batch[index]!;
      if (side === null || (height === side && width === side)) yield {name, pixels, height, width};
      else {
        const fit = {resize: "square", to: side, crop: side, filter: "area"} as const;
        yield {name, pixels: fitSquare(pixels, height, width, fit), height: side, width: side};
      }
    }
  }
}
