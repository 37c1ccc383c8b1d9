import {readFileSync, writeFileSync} from "node:fs";
import {Resvg} from "@resvg/resvg-js";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {artworkColumns} from "../../science/datasets/cast.ts";
import {drawingsOf, iconSetSchema} from "../../science/datasets/icon-set.ts";
import {fitSprite, type Sprite} from "../../science/datasets/sprite.ts";
import {writeTable} from "../../science/formats/table.ts";
import {writeTensors} from "../../science/formats/tensors.ts";

/** Pixels of a sprite's side: the objects of images of 128 pixels, a little enlarged at most. */
const SIDE = 128;
/** Drawings are rendered larger, since what is visible of them fills only a part. */
const RENDERED_SIDE = 256;

/** The pictures of the classes by each artist, as sprites: one tensor `sprites`, artwork x row x column x RGBA. */
export default defineStage({
  params: z.strictObject({classes: z.record(z.string(), z.array(z.string()))}),
  inputs: {icons: many("json")},
  outputs: {
    sprites: output("sprites.safetensors", "tensors"),
    artworks: output("artworks.csv", "table")
  },
  typical: {seconds: 8, bytes: 38_000_000},
  run({params, inputs, outputs, log}) {
    const sets = inputs.icons.map((path) => iconSetSchema.parse(JSON.parse(readFileSync(path, "utf8"))));
    const drawings = drawingsOf(params.classes, sets);
    const bytes = SIDE * SIDE * 4;
    const sprites = new Uint8Array(drawings.length * bytes);
    drawings.forEach(({svg}, number) => {
      sprites.set(fitSprite(rendered(svg), SIDE).pixels, number * bytes);
    });
    const rows = drawings.map(({svg: _, ...drawing}, artwork) => ({artwork, ...drawing}));
    writeFileSync(
      outputs.sprites,
      writeTensors({sprites: {shape: [drawings.length, SIDE, SIDE, 4], data: sprites}}, {alpha: "premultiplied"})
    );
    writeFileSync(outputs.artworks, writeTable(rows, artworkColumns));
    log(
      `${drawings.length} artworks of ${Object.keys(params.classes).length} classes by ${sets.map(({prefix}) => prefix).join(", ")}`
    );
  }
});

function rendered(svg: string): Sprite {
  const image = new Resvg(svg, {fitTo: {mode: "width", value: RENDERED_SIDE}, font: {loadSystemFonts: false}}).render();
  return {side: RENDERED_SIDE, pixels: image.pixels};
}
