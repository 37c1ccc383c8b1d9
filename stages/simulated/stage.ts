import {readdirSync, readFileSync, writeFileSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {readLabels} from "../../science/datasets/image-index.ts";
import {latentColumns} from "../../science/datasets/objects.ts";
import type {Columns} from "../../science/formats/column.ts";
import {readTable, writeTable} from "../../science/formats/table.ts";
import {bytesInMemory} from "../../science/formats/tensors.ts";
import {openImages} from "../../science/images/image-set.ts";
import {AssemblyMistake} from "../../science/recordings/assembly-mistake.ts";
import {observedTrials, observerProbabilities} from "../../science/ventral-stream/observer.ts";
import {regions} from "../../science/ventral-stream/regions.ts";
import {simulateVentralStream} from "../../science/ventral-stream/simulate.ts";
import {choiceAssembly, neuralAssembly} from "./assemblies.ts";
import {idsOf, writeArchive, writeNetCdf} from "./write-files.ts";

/** The table of stimuli, laid out as Brain-Score's for MajajHong2015; lengths are shares of the image's side. */
const stimulusFileColumns = {
  id: "integer",
  image_id: "string",
  filename: "string",
  object_name: "string",
  image_label: "string",
  artwork: "string",
  artist: "string",
  variation: "integer",
  size: "number",
  x: "number",
  y: "number",
  rotation: "number"
} as const satisfies Columns;

const population = z.strictObject({
  neuroids: z.int().positive(),
  repetitions: z.int().min(2),
  /** Split-half reliability of the mean over all repetitions, by Spearman and Brown's rule */
  reliability: z.number().gt(0).lt(1)
});

/** Recordings and choices that nobody made: of a simulated ventral stream, in the files of the real ones. */
export default defineStage({
  params: z.strictObject({
    seed: z.int().min(0),
    /** All of as many repetitions: they share their trials */
    regions: z.strictObject({V1: population, V2: population, V4: population, IT: population}),
    behaviour: z.strictObject({trialsPerImage: z.int().positive()})
  }),
  inputs: {images: one("folder"), labels: one("tensors"), latents: one("table")},
  outputs: {
    table: output("stimuli.csv", "table"),
    archive: output("stimuli.zip", "file"),
    recordings: output("recordings.nc", "file"),
    choices: output("choices.nc", "file")
  },
  typical: {seconds: 4, bytes: 20_000_000},
  async run({params, inputs, outputs, log}) {
    const {seed} = params;
    const repetitions = new Set(regions.map((region) => params.regions[region].repetitions));
    if (repetitions.size > 1)
      throw new AssemblyMistake(`regions share their trials, but have ${[...repetitions].join(" and ")} repetitions`);
    const shards = readdirSync(inputs.images)
      .sort()
      .map((name) => openArtifact(join(inputs.images, name)));
    try {
      const images = openImages(shards);
      const {classes} = readLabels(bytesInMemory(readFileSync(inputs.labels), basename(inputs.labels)));
      const shown = readTable(readFileSync(inputs.latents, "utf8"), latentColumns, {file: basename(inputs.latents)});
      if (shown.length !== images.count)
        throw new AssemblyMistake(`${basename(inputs.latents)} has ${shown.length} rows for ${images.count} images`);
      const ids = idsOf(images);
      const twice = ids.findIndex((id, image) => ids.indexOf(id) !== image);
      if (twice !== -1) throw new AssemblyMistake(`images ${ids.indexOf(ids[twice]!)} and ${twice} are the same`);
      const names = ids.map((id) => `${id}.png`);
      const rows = shown.map(({image, class: object, name, artist, variation, size, x, y, rotation}) => ({
        id: image,
        image_id: ids[image]!,
        filename: names[image]!,
        object_name: object,
        image_label: object,
        artwork: name,
        artist,
        variation,
        size,
        x,
        y,
        rotation
      }));
      writeFileSync(outputs.table, writeTable(rows, stimulusFileColumns));
      await writeArchive(outputs.archive, images, names);
      const neuroids = {
        V1: params.regions.V1.neuroids,
        V2: params.regions.V2.neuroids,
        V4: params.regions.V4.neuroids,
        IT: params.regions.IT.neuroids
      };
      const {signals, space} = simulateVentralStream(images, shown, {seed, neuroids});
      await writeNetCdf(outputs.recordings, neuralAssembly(seed, signals, params.regions, ids));
      const trials = observedTrials(seed, observerProbabilities(shown, space), params.behaviour.trialsPerImage);
      const labels = shown.map(({label}) => label);
      await writeNetCdf(outputs.choices, choiceAssembly(trials, labels, ids, classes));
      log(`${ids.length} images; ${regions.map((region) => `${region} ${neuroids[region]}`).join(", ")} neuroids`);
      log(`${trials.length} choices, ${trials.filter(({correct}) => correct).length} of them right`);
    } finally {
      for (const shard of shards) shard.close();
    }
  }
});
