import {type FoundOrigin, isIntact, type Origin} from "./origin.ts";
import {isPdf, originsInPdf, pdfWithOrigin} from "./pdf.ts";
import {isPng, originsInPng, pngWithOrigin} from "./png.ts";
import {originsInSvg, svgWithOrigin} from "./svg.ts";

/**
 * A drawing (SVG, PNG or PDF, by its bytes) that carries its origin; the same drawing and origin always give the same
 * bytes. Undefined where the bytes are no such drawing, or one in which an origin could not be found again.
 */
export function withOrigin(drawing: Uint8Array, origin: Origin): Uint8Array | undefined {
  if (originsIn(drawing).length) return undefined;
  const made = addOrigin(drawing, origin);
  const found = made && originsIn(made);
  return found?.length === 1 && found.every(isIntact) ? made : undefined;
}

/** The origins that a file carries: one for a figure, several for a page into which figures were pasted or embedded. */
export function originsIn(file: Uint8Array): FoundOrigin[] {
  if (isPng(file)) return originsInPng(file);
  if (isPdf(file)) return originsInPdf(file);
  const text = Buffer.from(file).toString("utf8");
  const embedded = [...text.matchAll(/data:image\/(?:svg\+xml|png);base64,([\w+/=]+)/g)];
  return [
    ...originsInSvg(text),
    ...embedded.flatMap(([, data = ""]) =>
      originsIn(Buffer.from(data, "base64")).map((found) => ({...found, within: true}))
    )
  ];
}

function addOrigin(drawing: Uint8Array, origin: Origin): Uint8Array | undefined {
  if (isPng(drawing)) return pngWithOrigin(drawing, origin);
  if (isPdf(drawing)) return pdfWithOrigin(drawing, origin);
  const text = Buffer.from(drawing).toString("utf8");
  if (!/<svg[\s>]/.test(text.slice(0, 4096))) return undefined;
  const made = svgWithOrigin(text, origin);
  return made === undefined ? undefined : Buffer.from(made);
}
