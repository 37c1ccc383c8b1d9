import assert from "node:assert/strict";
import {appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {unzipSync, zipSync} from "fflate";
import type * as z from "zod";
import {writeLabels} from "../../../science/datasets/image-index.ts";
import {latentColumns} from "../../../science/datasets/objects.ts";
import {readTable, writeTable} from "../../../science/formats/table.ts";
import {bytesInMemory} from "../../../science/formats/tensors.ts";
import {openImages, shardPieces} from "../../../science/images/image-set.ts";
import {choiceColumns} from "../../../science/recordings/read-choices.ts";
import {readRecordingsFile} from "../../../science/recordings/recordings-file.ts";
import {stimulusColumns} from "../../../science/recordings/stimulus-table.ts";
import {simulateVentralStream} from "../../../science/ventral-stream/simulate.ts";
import {noisyTrials} from "../../../science/ventral-stream/trials.ts";
import choices from "../../../stages/choices/stage.ts";
import recordings from "../../../stages/recordings/stage.ts";
import simulated from "../../../stages/simulated/stage.ts";
import stimuli from "../../../stages/stimuli/stage.ts";
import {gratings} from "../../science/ventral-stream/gratings.ts";
import {withFolder} from "../../temporary-folder.ts";
import {type Paths, withStageRun} from "../run-stage.ts";

const {images, shown} = gratings(3, 4);
const population = {neuroids: 3, repetitions: 4, reliability: 0.8};
const wanted: z.input<typeof simulated.params> = {
  seed: 1,
  regions: {V1: population, V2: population, V4: {...population, neuroids: 2}, IT: {...population, neuroids: 5}},
  behaviour: {trialsPerImage: 10}
};
const asTheyAre = {side: null, group: "object_name", label: "image_label"};

type Simulated = Paths<typeof simulated.outputs>;
type Stimuli = Paths<typeof stimuli.outputs>;

function withSimulated<T>(use: (outputs: Simulated) => T | Promise<T>, params = wanted): Promise<T> {
  const classes = [...new Set(shown.map((what) => what.class))];
  const unused = {artist: "nobody", variation: 3, skew: 0, texture: 0, texture_left: 0, texture_top: 0};
  const background = {red: 0.5, green: 0.5, blue: 0.5, contrast: 0.1, colourfulness: 0};
  const latents = writeTable(
    shown.map((what, image) => ({...unused, ...background, ...what, image})),
    latentColumns
  );
  return withFolder({"latents.csv": latents}, (folder) => {
    mkdirSync(join(folder, "images"));
    for (const {file, bytes} of shardPieces(images, (image) => images.image(image)))
      appendFileSync(join(folder, "images", file), bytes);
    const labels = join(folder, "labels.safetensors");
    writeFileSync(labels, writeLabels({labels: Int32Array.from(shown, ({label}) => label), classes}));
    const inputs = {images: join(folder, "images"), labels, latents: join(folder, "latents.csv")};
    return withStageRun(simulated, params, inputs, use);
  });
}

const withStimuli = <T>(
  {table, archive}: Pick<Simulated, "table" | "archive">,
  use: (outputs: Stimuli) => T | Promise<T>,
  params: z.input<typeof stimuli.params> = asTheyAre
) => withStageRun(stimuli, params, {table, archive}, use);

function imagesIn(folder: string) {
  return openImages(readdirSync(folder).map((name) => bytesInMemory(readFileSync(join(folder, name)), name)));
}

function indexIn(path: string) {
  return readTable(readFileSync(path, "utf8"), stimulusColumns);
}

describe("simulated recordings, read as real ones are", () => {
  test("have stimuli of the same pixels, sorted by id", () =>
    withSimulated((outputs) =>
      withStimuli(outputs, (read) => {
        const index = indexIn(read.index);
        const set = imagesIn(read.images);
        const ids = index.map(({image_id}) => image_id);
        assert.deepEqual(ids, [...ids].sort());
        assert.ok(ids.every((id) => /^[0-9a-f]{40}$/.test(id)));
        const originals = shown.map((what, image) => [what.class, Buffer.from(images.image(image)).toString("hex")]);
        const found = index.map(({image, group, label}) => {
          assert.equal(group, label);
          return [group, Buffer.from(set.image(image)).toString("hex")];
        });
        assert.deepEqual(found.sort(), originals.sort());
      })
    ));

  test("hold each region's trials, number by number", () =>
    withSimulated((outputs) =>
      withStimuli(outputs, async (read) => {
        const neuroids = {V1: 3, V2: 3, V4: 2, IT: 5};
        const {signals} = simulateVentralStream(images, shown, {seed: 1, neuroids});
        const stimulusOf = originalImages(outputs.table);
        for (const region of ["V4", "IT"] as const)
          await withStageRun(
            recordings,
            {region, window: [70, 170]},
            {assembly: outputs.recordings, stimuli: read.index},
            (written) => {
              const file = readRecordingsFile(bytesInMemory(readFileSync(written.recordings)));
              assert.equal(file.neuroids.length, neuroids[region]);
              const expected = noisyTrials(1, region, signals[region], population);
              for (const [at, response] of file.responses.entries()) {
                const [trial, neuron] = [Math.floor(at / neuroids[region]), at % neuroids[region]];
                const image = stimulusOf.get(file.images[file.image[trial]!]!)!;
                const place = (neuron * population.repetitions + file.repetition[trial]!) * images.count + image;
                assert.equal(response, expected[place]);
              }
            }
          );
      })
    ));

  test("come with choices, as many of each image", () =>
    withSimulated((outputs) =>
      withStimuli(outputs, (read) =>
        withStageRun(choices, {}, {assembly: outputs.choices, stimuli: read.index}, (written) => {
          const trials = readTable(readFileSync(written.choices, "utf8"), choiceColumns);
          const objectOf = new Map(indexIn(read.index).map(({image_id, label}) => [image_id, label]));
          assert.equal(trials.length, 10 * images.count);
          for (const {image, sample, distractor, choice} of trials) {
            assert.equal(sample, objectOf.get(image));
            assert.ok(sample !== distractor && (choice === sample || choice === distractor));
          }
        })
      )
    ));

  test("are the same bytes when made again, whatever the time", async (context) => {
    const bytes = () => withSimulated((outputs) => Object.values(outputs).map((path) => readFileSync(path)));
    const first = await bytes();
    context.mock.method(Date, "now", () => 1e12);
    assert.deepEqual(await bytes(), first);
  });

  test("need as many repetitions in all regions, which share their trials", () =>
    assert.rejects(
      withSimulated(() => undefined, {
        ...wanted,
        regions: {...wanted.regions, V4: {...population, repetitions: 6}}
      }),
      /share their trials, but have 4 and 6 repetitions/
    ));
});

describe("stimuli", () => {
  test("are resized where a side is given", () =>
    withSimulated((outputs) =>
      withStimuli(outputs, (read) => assert.equal(imagesIn(read.images).width, 16), {...asTheyAre, side: 16})
    ));

  test("that are no sound picture are named", () =>
    withSimulated(async (outputs) => {
      const files = unzipSync(readFileSync(outputs.archive));
      const [name = "", bytes = new Uint8Array()] = Object.entries(files)[0] ?? [];
      writeFileSync(outputs.archive, zipSync({...files, [name]: bytes.subarray(0, bytes.length / 2)}));
      await assert.rejects(
        withStimuli(outputs, () => undefined),
        {name: "AssemblyMistake", message: new RegExp(`"${name}" in the archive is no sound picture`)}
      );
    }));
});

/** Numbers of the images before they were sorted, by id. */
function originalImages(table: string): Map<string, number> {
  const lines = readFileSync(table, "utf8").trim().split("\n").slice(1);
  return new Map(lines.map((line, image) => [line.split(",")[1] ?? "", image]));
}
