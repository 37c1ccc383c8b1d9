import {createHash} from "node:crypto";
import {writeFileSync} from "node:fs";
import {zipSync} from "fflate";
import {File, ready} from "h5wasm/node";
import sharp from "sharp";
import type {ImageSet} from "../../science/images/image-set.ts";
import {CHANNELS} from "../../science/images/image-set.ts";
import {type AssemblyContent, writeAssembly} from "../../science/recordings/write-assembly.ts";

/** Writes a netCDF-4 file. The same content gives the same bytes: HDF5's time stamps are all of 1970. */
export async function writeNetCdf(path: string, content: AssemblyContent): Promise<void> {
  const {activate_throwing_error_handler: throwErrors} = await ready;
  throwErrors();
  const clock = Date.now;
  // The library asks for the time here; it has no setting to leave time stamps out.
  Date.now = () => 0;
  try {
    const file = new File(path, "w");
    try {
      writeAssembly(file, content);
    } finally {
      file.close();
    }
  } finally {
    Date.now = clock;
  }
}

/** SHA-1 of each image's pixels: Brain-Score's ids have the same form. */
export function idsOf(images: ImageSet): string[] {
  return Array.from({length: images.count}, (_, image) => createHash("sha1").update(images.image(image)).digest("hex"));
}

/** Writes images as a zip archive of PNG files without further compression. */
export async function writeArchive(path: string, images: ImageSet, names: readonly string[]): Promise<void> {
  const entries: [string, Uint8Array][] = [];
  for (const [image, name] of names.entries()) {
    const raw = {width: images.width, height: images.height, channels: CHANNELS} as const;
    entries.push([name, await sharp(images.image(image), {raw}).png().toBuffer()]);
  }
  writeFileSync(path, zipSync(Object.fromEntries(entries), {level: 0, mtime: new Date(1980, 0, 1)}));
}
