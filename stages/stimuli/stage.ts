import {appendFileSync, mkdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import sharp from "sharp";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {writeTable} from "../../science/formats/table.ts";
import {imagesPerShard, shardHeader, shardName} from "../../science/images/image-set.ts";
import {AssemblyMistake} from "../../science/recordings/assembly-mistake.ts";
import {openArchive} from "../../science/recordings/stimulus-archive.ts";
import {readStimulusTable, stimulusColumns} from "../../science/recordings/stimulus-table.ts";
import {pictures} from "./pictures.ts";

/** The stimuli of a benchmark, from Brain-Score's table and archive, as shards of images sorted by id. */
export default defineStage({
  params: z.strictObject({
    /** Height and width, pixels; null leaves the pictures as they are, which must then be of one size */
    side: z.int().positive().nullable(),
    /** Column by which splits are stratified */
    group: z.string(),
    /** Column of the object that a read-out is to tell */
    label: z.string().nullable()
  }),
  inputs: {table: one("file"), archive: one("file")},
  outputs: {images: output("images", "folder"), index: output("stimuli.csv", "table")},
  typical: {seconds: 2, bytes: 5_000_000},
  async run({params, inputs, outputs, cores, log}) {
    const {side} = params;
    const stimuli = readStimulusTable(readFileSync(inputs.table, "utf8"), params, "the stimulus table");
    const names = stimuli.map(({filename}) => filename);
    const archive = "the archive";
    const unpack = openArchive(readFileSync(inputs.archive), names, archive);
    sharp.concurrency(cores);
    mkdirSync(outputs.images);
    let size: {height: number; width: number} | undefined;
    let image = 0;
    for await (const {name, pixels, height, width} of pictures(unpack, names, archive, side)) {
      size ??= {height, width};
      if (height !== size.height || width !== size.width)
        throw new AssemblyMistake(
          `"${name}" in ${archive} has ${height} x ${width} pixels, "${names[0]}" ${size.height} x ${size.width}: a side must be given`
        );
      const shard = Math.floor(image / imagesPerShard(size));
      const path = join(outputs.images, shardName(shard));
      const before = shard * imagesPerShard(size);
      const count = Math.min(imagesPerShard(size), names.length - before);
      if (image === before) writeFileSync(path, shardHeader({...size, count}));
      appendFileSync(path, pixels);
      image++;
    }
    writeFileSync(
      outputs.index,
      writeTable(
        stimuli.map(({filename: _, ...stimulus}) => stimulus),
        stimulusColumns
      )
    );
    const groups = new Set(stimuli.map(({group}) => group)).size;
    log(`${stimuli.length} stimuli of ${groups} groups by ${params.group}, ${size?.height} x ${size?.width} pixels`);
  }
});
