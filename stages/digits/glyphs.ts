import {basename} from "node:path";
import {Resvg} from "@resvg/resvg-js";
import {DatasetMistake} from "../../science/datasets/dataset-mistake.ts";
import {DIGITS} from "../../science/datasets/digits.ts";
import {fitSprite, type Pyramid, pyramidOf} from "../../science/datasets/sprite.ts";

const RENDERED_SIDE = 256;
const SIDE = 128;

/** The ten digits of a typeface, from its font file. @throws DatasetMistake where it draws none */
export function glyphsOf(fontFile: string): Pyramid[] {
  return Array.from({length: DIGITS}, (_, digit) => {
    const {pixels} = new Resvg(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${RENDERED_SIDE}" height="${RENDERED_SIDE}">
        <text x="50%" y="75%" text-anchor="middle" font-size="${RENDERED_SIDE * 0.7}">${digit}</text>
      </svg>`,
      {font: {fontFiles: [fontFile], loadSystemFonts: false}}
    ).render();
    try {
      return pyramidOf(fitSprite({side: RENDERED_SIDE, pixels}, SIDE));
    } catch (error) {
      if (!(error instanceof DatasetMistake)) throw error;
      throw new DatasetMistake(`${basename(fontFile)} draws no digit ${digit}: is it a font file (.ttf, .otf)?`);
    }
  });
}
