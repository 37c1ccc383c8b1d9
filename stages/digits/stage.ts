import {appendFileSync, mkdirSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {defineStage, many, output} from "../../runner/stage/define-stage.ts";
import {DIGITS, digitColumns, drawDigit, paintDigit} from "../../science/datasets/digits.ts";
import {writeLabels} from "../../science/datasets/image-index.ts";
import type {Row} from "../../science/formats/column.ts";
import {writeTable} from "../../science/formats/table.ts";
import {shardPieces} from "../../science/images/image-set.ts";
import {glyphsOf} from "./glyphs.ts";

/** Images of digits in several typefaces, deformed, and what each of them shows. */
export default defineStage({
  params: z.strictObject({
    /** Height and width, pixels */
    side: z.int().min(16).max(128),
    perClass: z.int().positive(),
    /** Deviation of the smooth displacements, share of the image's side */
    elasticity: z.number().min(0).max(0.1),
    seed: z.int().min(0)
  }),
  /** Font files; how a typeface is called in the latents is its file's name. */
  inputs: {fonts: many("file")},
  outputs: {
    images: output("images", "folder"),
    labels: output("labels.safetensors", "tensors"),
    latents: output("latents.csv", "table")
  },
  typical: {seconds: 4, bytes: 30_000_000},
  run({params: {side, perClass, elasticity, seed}, inputs, outputs, log}) {
    const typefaces = inputs.fonts.map(glyphsOf);
    const names = inputs.fonts.map((file) => basename(file).replace(/\.\w+$/, ""));
    const classes = Array.from({length: DIGITS}, (_, digit) => String(digit));
    const count = DIGITS * perClass;
    const digitOf = (image: number) => Math.floor(image / perClass);
    const latents: Row<typeof digitColumns>[] = [];
    mkdirSync(outputs.images);
    const pieces = shardPieces({count, height: side, width: side}, (image) => {
      const label = digitOf(image);
      const pose = drawDigit({seed, typefaces: typefaces.length, elasticity}, label, image % perClass);
      const {typeface, displacements: _, ...rest} = pose;
      latents.push({image, class: classes[label]!, label, typeface: names[typeface]!, ...rest});
      return paintDigit(pose, side, typefaces[typeface]![label]!);
    });
    for (const {file, bytes} of pieces) appendFileSync(join(outputs.images, file), bytes);
    const labels = Int32Array.from({length: count}, (_, image) => digitOf(image));
    writeFileSync(outputs.labels, writeLabels({labels, classes}));
    writeFileSync(outputs.latents, writeTable(latents, digitColumns));
    log(`${count} images of ${DIGITS} digits, ${side} x ${side} pixels, in ${names.length} typefaces`);
  }
});
