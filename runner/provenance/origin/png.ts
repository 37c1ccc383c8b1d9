import {crc32} from "node:zlib";
import {type FoundOrigin, fromXmp, type Origin, toXmp} from "./origin.ts";

const SIGNATURE = Buffer.from("89504e470d0a1a0a", "hex");
/** Keyword of a text chunk that holds XMP, and that it is neither compressed nor translated (XMP specification, part 3). */
const HEAD = Buffer.from("XML:com.adobe.xmp\0\0\0\0\0", "latin1");

export function isPng(bytes: Uint8Array): boolean {
  return SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));
}

/** Adds an origin as an iTXt chunk after the header; undefined where a file is not whole. */
export function pngWithOrigin(png: Uint8Array, origin: Origin): Uint8Array | undefined {
  const header = chunksOf(png)?.[0];
  if (!header) return undefined;
  return Buffer.concat([png.subarray(0, header.end), chunk(origin), png.subarray(header.end)]);
}

export function originsInPng(png: Uint8Array): FoundOrigin[] {
  return (chunksOf(png) ?? []).flatMap(({type, start, end}) => {
    const data = Buffer.from(png.subarray(start + 8, end - 4));
    if (type !== "iTXt" || !data.subarray(0, HEAD.length).equals(HEAD)) return [];
    const origin = fromXmp(data.subarray(HEAD.length).toString("utf8"));
    return origin ? [{origin, within: false, drawing: Buffer.concat([png.subarray(0, start), png.subarray(end)])}] : [];
  });
}

function chunk(origin: Origin): Buffer {
  const body = Buffer.concat([Buffer.from("iTXt", "latin1"), HEAD, Buffer.from(toXmp(origin))]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(body.length - 4);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}

/** Type and place of every chunk; undefined where the file is cut short. */
function chunksOf(png: Uint8Array): {type: string; start: number; end: number}[] | undefined {
  const view = new DataView(png.buffer, png.byteOffset, png.byteLength);
  const chunks = [];
  for (let start = SIGNATURE.length; start < png.length; ) {
    if (start + 12 > png.length) return undefined;
    const end = start + 12 + view.getUint32(start);
    if (end > png.length) return undefined;
    chunks.push({type: Buffer.from(png.subarray(start + 4, start + 8)).toString("latin1"), start, end});
    start = end;
  }
  return chunks;
}
