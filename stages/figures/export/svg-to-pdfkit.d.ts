declare module "svg-to-pdfkit" {
  /** Draws an SVG on a pdfkit page; lengths are pixels, three quarters of a point. */
  export default function svgToPdf(
    document: PDFKit.PDFDocument,
    svg: string,
    x: number,
    y: number,
    options?: {fontCallback?: (family: string, bold: boolean, italic: boolean) => string}
  ): void;
}
