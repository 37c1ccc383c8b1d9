import sharp from "sharp";

/** A decoded picture, or why it could not be. */
export type Decoded =
  | {
      pixels: Uint8Array;
      height: number;
      width: number;
      /** What had to be changed to get red, green and blue bytes. */
      converted: string[];
    }
  | {problem: string};

/** libvips keeps one error text for all threads: that of a file may be lost to another's, decoded at the same time. */
const NO_REASON = "Unknown error";

/**
 * Reads a picture as bytes, height x width x 3. Grey, CMYK, 16-bit and transparent ones are converted; turning by
 * EXIF and colour profiles are left undone, as by most loaders of training images. A picture cut short is a problem.
 */
export async function decode(path: string, attempts = 3): Promise<Decoded> {
  try {
    const image = sharp(path, {failOn: "error", ignoreIcc: true});
    const {space, depth, hasAlpha} = await image.metadata();
    const {data, info} = await image.toColourspace("srgb").removeAlpha().raw({depth: "uchar"}).toBuffer({
      resolveWithObject: true
    });
    const converted = [
      ...(space === "cmyk" ? ["CMYK"] : []),
      ...(space === "b-w" || space === "grey16" ? ["grey"] : []),
      ...(depth === "uchar" ? [] : [depth === "ushort" ? "16-bit" : depth]),
      ...(hasAlpha ? ["alpha"] : [])
    ];
    return {pixels: inColour(data, info.channels), height: info.height, width: info.width, converted};
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    if (reason.includes(NO_REASON)) return attempts > 1 ? decode(path, attempts - 1) : {problem: "broken or cut short"};
    const lines = reason.trim().replaceAll(path, "this file").split("\n");
    return {problem: [...new Set(lines)].join("; ")};
  }
}

function inColour(data: Uint8Array, channels: number): Uint8Array {
  if (channels === 3) return data;
  const pixels = new Uint8Array((data.length / channels) * 3);
  for (let at = 0; at < pixels.length; at++) pixels[at] = data[Math.floor(at / 3) * channels]!;
  return pixels;
}
