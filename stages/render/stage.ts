import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {type Artwork, artworkColumns, castOf, shown} from "../../science/datasets/cast.ts";
import {writeLabels} from "../../science/datasets/image-index.ts";
import {labelOf, latentColumns, latentsOf, type ObjectImages, sceneOf} from "../../science/datasets/objects.ts";
import {paintScene} from "../../science/datasets/paint.ts";
import {pyramidOf} from "../../science/datasets/sprite.ts";
import {makeTextures} from "../../science/datasets/textures.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {bytesInMemory, readTensor, readTensorHeader} from "../../science/formats/tensors.ts";
import {shardPieces} from "../../science/images/image-set.ts";

/**
 * Images of objects on textured backgrounds with clutter, and what each of them shows. Images of one seed show the same
 * at every size, and the first images of a class are the same however many there are.
 */
export default defineStage({
  params: z.strictObject({
    /** Height and width, pixels */
    side: z.int().min(32).max(128),
    perClass: z.int().positive(),
    variations: z.array(z.int().min(0).max(6)).min(1),
    seed: z.int().min(0),
    show: z.enum(shown),
    heldOut: z.string().nullable()
  }),
  inputs: {sprites: one("tensors"), artworks: one("table")},
  outputs: {
    images: output("images", "folder"),
    labels: output("labels.safetensors", "tensors"),
    latents: output("latents.csv", "table")
  },
  typical: {seconds: 8, bytes: 150_000_000},
  run({params, inputs, outputs, log}) {
    const artworks = readTable(readFileSync(inputs.artworks, "utf8"), artworkColumns, {
      file: basename(inputs.artworks)
    });
    const cast = castOf(artworks, params);
    const materials = {sprites: readSprites(inputs.sprites), textures: makeTextures(params.seed, 2 * params.side)};
    const wanted: ObjectImages = {...params, cast};
    const count = cast.length * params.perClass;
    const latents: ReturnType<typeof latentsOf>[] = [];
    mkdirSync(outputs.images);
    const pieces = shardPieces({count, height: params.side, width: params.side}, (image) => {
      const scene = sceneOf(wanted, image);
      latents.push(latentsOf(image, scene, artworks));
      return paintScene(scene, params.side, materials);
    });
    for (const {file, bytes} of pieces) appendFileSync(join(outputs.images, file), bytes);
    const labels = Int32Array.from({length: count}, (_, image) => labelOf(params, image));
    writeFileSync(outputs.labels, writeLabels({labels, classes: namesOf(artworks)}));
    writeFileSync(outputs.latents, writeTable(latents, latentColumns));
    const artists = new Set(latents.map(({artist}) => artist));
    log(`${count} images of ${cast.length} classes, ${params.side} x ${params.side} pixels, by ${[...artists].sort()}`);
  }
});

/** Classes by label. */
function namesOf(artworks: readonly Artwork[]): string[] {
  const names: string[] = [];
  for (const artwork of artworks) names[artwork.label] = artwork.class;
  return names;
}

function readSprites(path: string) {
  const file = bytesInMemory(readFileSync(path), basename(path));
  const {shape, data} = readTensor(file, readTensorHeader(file), "sprites", "U8");
  const [count = 0, side = 0] = shape;
  const bytes = side * side * 4;
  return Array.from({length: count}, (_, k) => pyramidOf({side, pixels: data.subarray(k * bytes, (k + 1) * bytes)}));
}
