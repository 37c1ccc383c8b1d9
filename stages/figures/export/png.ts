import {Resvg} from "@resvg/resvg-js";
import {fonts} from "./fonts.ts";

/** Draws an SVG as PNG at 300 dots an inch. */
export function toPng(svg: string): Uint8Array {
  const image = new Resvg(svg, {
    background: "white",
    fitTo: {mode: "zoom", value: 300 / 96},
    font: {fontFiles: Object.values(fonts), loadSystemFonts: false, defaultFontFamily: "Inter"}
  });
  return image.render().asPng();
}
