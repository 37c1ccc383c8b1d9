import {createHash} from "node:crypto";
import * as z from "zod";

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const originSchema = z.object({
  format: z.literal(1),
  /** Digest of the drawing without this note: that of the stored object. */
  sha256: digest,
  task: z.string(),
  /** Key of the result: the record in the cache that tells all of it. */
  key: digest,
  /** `TASK/OUTPUT` */
  artifact: z.string(),
  sources: z.array(
    z.object({
      name: z.string(),
      sha256: digest,
      url: z.string().optional(),
      licence: z.string().optional(),
      citation: z.string().optional()
    })
  )
});

/** Where a published figure comes from, as the file itself carries it. Nothing in it depends on time or place. */
export type Origin = z.output<typeof originSchema>;

/** An origin that was found in a file, and the drawing as it was before the origin was added, as far as it can be had. */
export interface FoundOrigin {
  origin: Origin;
  drawing: Uint8Array;
  /** Whether the file holds more than this drawing: a larger document into which it was pasted. */
  within: boolean;
}

/** Marks the origin in every format. */
export const ORIGIN_NAMESPACE = "urn:vvs:origin";

export function parseOrigin(text: string): Origin | undefined {
  try {
    return originSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Whether a drawing is, byte for byte, the one that was stored. */
export function isIntact({origin, drawing}: Pick<FoundOrigin, "origin" | "drawing">): boolean {
  return createHash("sha256").update(drawing).digest("hex") === origin.sha256;
}

/** An XMP packet that holds an origin; PNG and PDF carry it. */
export function toXmp(origin: Origin): string {
  const text = escapeXml(JSON.stringify(origin));
  const source = escapeXml(origin.sources.map(({name, sha256}) => `${name} sha256:${sha256}`).join("; "));
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">',
    `<dc:identifier>${escapeXml(origin.artifact)}</dc:identifier><dc:source>${source}</dc:source></rdf:Description>`,
    `<rdf:Description rdf:about="" xmlns:vvs="${ORIGIN_NAMESPACE}"><vvs:origin>${text}</vvs:origin></rdf:Description>`,
    '</rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  ].join("\n");
}

export function fromXmp(packet: string): Origin | undefined {
  const text = /<vvs:origin>([^<]*)<\/vvs:origin>/.exec(packet)?.[1];
  return text === undefined ? undefined : parseOrigin(unescapeXml(text));
}

export function escapeXml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

export function unescapeXml(text: string): string {
  return text
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&quot;", '"')
    .replaceAll("&apos;", "'")
    .replaceAll("&amp;", "&");
}
