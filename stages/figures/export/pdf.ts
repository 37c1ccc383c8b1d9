import {buffer} from "node:stream/consumers";
import PDFDocument from "pdfkit";
import svgToPdf from "svg-to-pdfkit";
import {fonts} from "./fonts.ts";

const POINTS = 72 / 96;

/** Draws an SVG as a one-page PDF of its printed size, with embedded fonts and no date but a fixed one. */
export async function toPdf(svg: string): Promise<Uint8Array> {
  const [, width = 0, height = 0] = svg.match(/ viewBox="0 0 (\S+) (\S+)"/)?.map(Number) ?? [];
  const document = new PDFDocument({
    size: [width * POINTS, height * POINTS],
    margin: 0,
    info: {CreationDate: new Date(0)}
  });
  for (const [name, file] of Object.entries(fonts)) document.registerFont(name, file);
  svgToPdf(document, svg, 0, 0, {
    fontCallback: (_family, bold, italic) => (bold ? "semiBold" : italic ? "italic" : "regular")
  });
  document.end();
  return buffer(document);
}
