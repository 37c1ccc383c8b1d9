import {type FoundOrigin, fromXmp, type Origin, toXmp} from "./origin.ts";

const MARK = "%vvs-origin ";

export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 5)).toString("latin1") === "%PDF-";
}

/**
 * Adds an origin as the document's XMP metadata, by an incremental update (ISO 32000, 7.5.6): the drawing's own bytes
 * stay as they are, and the file only grows at its end. Undefined for a file whose objects are listed in another way
 * than by a plain cross-reference table.
 */
export function pdfWithOrigin(pdf: Uint8Array, origin: Origin): Uint8Array | undefined {
  const text = Buffer.from(pdf).toString("latin1");
  const table = lastTable(text);
  if (!table || table.encrypted) return undefined;
  const catalog = objectText(text, table.root);
  const [, dictionary] = catalog === undefined ? [] : (/^\d+ \d+ obj\s*(<<[\s\S]*>>)\s*endobj/.exec(catalog) ?? []);
  if (dictionary === undefined) return undefined;
  const packet = Buffer.from(toXmp(origin));
  const own = dictionary.replace(/\/Metadata\s+\d+\s+\d+\s+R/, "").replace(/>>$/, `/Metadata ${table.size} 0 R >>`);
  const separator = text.endsWith("\n") ? "" : "\n";
  const begin = pdf.length + separator.length;
  const parts: Buffer[] = [];
  let length = begin;
  const write = (part: string | Buffer) => {
    const bytes = typeof part === "string" ? Buffer.from(part, "latin1") : part;
    parts.push(bytes);
    length += bytes.length;
  };
  write(`${MARK}${pdf.length}\n`);
  const catalogAt = length;
  write(`${table.root} 0 obj\n${own}\nendobj\n`);
  const metadataAt = length;
  write(`${table.size} 0 obj\n<< /Type /Metadata /Subtype /XML /Length ${packet.length} >>\nstream\n`);
  write(packet);
  write("\nendstream\nendobj\n");
  const tableAt = length;
  write(`xref\n${table.root} 1\n${entry(catalogAt)}${table.size} 1\n${entry(metadataAt)}`);
  const {id, info} = table;
  write(`trailer\n<< /Size ${table.size + 1} /Root ${table.root} 0 R${info}${id} /Prev ${table.at} >>\n`);
  write(`startxref\n${tableAt}\n%%EOF\n`);
  return Buffer.concat([pdf, Buffer.from(separator), ...parts]);
}

/** The origin of a document, which must be its last update for the drawing to be as it was. */
export function originsInPdf(pdf: Uint8Array): FoundOrigin[] {
  const bytes = Buffer.from(pdf);
  const mark = bytes.lastIndexOf(MARK);
  const length = Number(
    /^\d+/.exec(bytes.subarray(mark + MARK.length, mark + MARK.length + 20).toString("latin1"))?.[0]
  );
  const origin = mark < 0 ? undefined : fromXmp(bytes.subarray(mark).toString("utf8"));
  if (!origin) return [];
  const drawing = bytes.subarray(0, length);
  const again = pdfWithOrigin(drawing, origin);
  return [{origin, within: false, drawing: again && bytes.equals(again) ? drawing : bytes}];
}

interface Table {
  at: number;
  size: number;
  root: number;
  encrypted: boolean;
  id: string;
  info: string;
}

/** The cross-reference table that a reader would start from. */
function lastTable(text: string): Table | undefined {
  const at = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text)?.[1]);
  if (!text.startsWith("xref", at)) return undefined;
  const trailer = text.slice(text.indexOf("trailer", at), text.indexOf("startxref", at));
  const size = Number(/\/Size\s+(\d+)/.exec(trailer)?.[1]);
  const root = Number(/\/Root\s+(\d+)\s+0\s+R/.exec(trailer)?.[1]);
  if (!Number.isInteger(size) || !Number.isInteger(root)) return undefined;
  const id = /\/ID\s*\[[^\]]*\]/.exec(trailer)?.[0];
  const info = /\/Info\s+\d+\s+\d+\s+R/.exec(trailer)?.[0];
  return {
    at,
    size,
    root,
    encrypted: trailer.includes("/Encrypt"),
    id: id === undefined ? "" : ` ${id}`,
    info: info === undefined ? "" : ` ${info}`
  };
}

/** The text of an object from its last definition on. */
function objectText(text: string, number: number): string | undefined {
  const found = [...text.matchAll(new RegExp(`(?<=[\\r\\n])${number} 0 obj\\b`, "g"))].at(-1);
  if (!found) return undefined;
  const end = text.indexOf("endobj", found.index);
  return end < 0 ? undefined : text.slice(found.index, end + "endobj".length);
}

function entry(offset: number): string {
  return `${String(offset).padStart(10, "0")} 00000 n \n`;
}
