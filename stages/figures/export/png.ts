import {Resvg} from "@resvg/resvg-js";
import {fonts} from "./fonts.ts";

/** Draws an SVG as PNG, at 300 dots an inch unless another number is asked for. */
export function toPng(svg: string, dotsPerInch = 300): Uint8Array {
  const image = new Resvg(svg, {
    background: "white",
    fitTo: {mode: "zoom", value: dotsPerInch / 96},
    font: {fontFiles: Object.values(fonts), loadSystemFonts: false, defaultFontFamily: "Inter"}
  });
  return image.render().asPng();
}
