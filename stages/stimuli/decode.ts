import sharp from "sharp";
import {CHANNELS} from "../../science/images/image-set.ts";
import {AssemblyMistake} from "../../science/recordings/assembly-mistake.ts";

/** A stimulus as bytes, height x width x 3; grey ones in colour, alpha left out, as Pillow's `convert("RGB")`. */
export async function decode(bytes: Uint8Array, file: string) {
  try {
    const {data, info} = await sharp(bytes, {failOn: "error", ignoreIcc: true})
      .toColourspace("srgb")
      .removeAlpha()
      .raw({depth: "uchar"})
      .toBuffer({resolveWithObject: true});
    return {pixels: inColour(data, info.channels), height: info.height, width: info.width};
  } catch (error) {
    throw new AssemblyMistake(`${file} is no sound picture: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function inColour(data: Uint8Array, channels: number): Uint8Array {
  if (channels === CHANNELS) return data;
  const pixels = new Uint8Array((data.length / channels) * CHANNELS);
  for (let at = 0; at < pixels.length; at++) pixels[at] = data[Math.floor(at / CHANNELS) * channels]!;
  return pixels;
}
