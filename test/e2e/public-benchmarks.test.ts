import assert from "node:assert/strict";
import {createHash} from "node:crypto";
import {mkdirSync, readFileSync, symlinkSync, writeFileSync} from "node:fs";
import {join} from "node:path";
import {describe, test} from "node:test";
import {zipSync} from "fflate";
import {File, ready} from "h5wasm/node";
import sharp from "sharp";
import {readTable} from "../../science/formats/table.ts";
import {type AssemblyContent, writeAssembly} from "../../science/recordings/write-assembly.ts";
import {modelColumns} from "../../science/selection/published-tables.ts";
import {withProjectCopy} from "../project-copy.ts";
import {npyFile} from "../stages/metric/npy-file.ts";
import {projectRoot, vvs} from "../vvs.ts";

/** A small model, and its name among those that meet the real benchmarks. */
const SMALL = [
  "mini.models={tiny: {network: {family: resnet, blocks: [1, 1, 0, 0], width: 4, stem: small, size: 32}, of: {family: ResNet, layers: [relu, layer2, avgpool], behaviour: avgpool, recipe: {optimiser: {kind: sgd}, schedule: {peak: 0.05}, epochs: 1, batch: 64, checkpoints: [0]}}}}",
  "mini.datasets=[objects]",
  "mini.perClass=[4, 108]",
  "mini.objects.sets.training.perClass=4",
  "mini.objects.sets.validation.perClass=2",
  "full.selection.components=60"
].flatMap((setting) => ["--set", setting]);

const ROW = "public_row[model=tiny,dataset=objects,perClass=4,seed=0]";

const SIDE = 40;
/** Numbers that look random and are always the same. */
const noise = (seed: number) => ((Math.imul(seed + 1, 2654435761) ^ (seed << 7)) >>> 0) / 2 ** 32;
const idOf = (set: string, image: number) => createHash("sha1").update(`${set} ${image}`).digest("hex");

/** A picture of stripes, grey or in colour. */
async function picture(image: number, grey: boolean): Promise<Uint8Array> {
  const channels = grey ? 1 : 3;
  const pixels = Uint8Array.from({length: SIDE * SIDE * channels}, (_, at) => {
    const [row, column] = [Math.floor(at / channels / SIDE), Math.floor(at / channels) % SIDE];
    return 128 + 100 * Math.sin((row * (image % 8) + column * (image % 5)) / 6) + 20 * noise(at + image);
  });
  const png = sharp(pixels, {raw: {width: SIDE, height: SIDE, channels}}).png();
  return (grey ? png.toColourspace("b-w") : png).toBuffer();
}

/** Lays a table and an archive of stimuli as Brain-Score does. */
async function layStimuli(
  folder: string,
  [table, archive]: readonly [string, string],
  rows: readonly Record<string, string | number>[],
  grey: boolean
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const lines = rows.map((row) => columns.map((column) => row[column]).join(","));
  writeFileSync(join(folder, table), `${columns.join(",")}\n${lines.join("\n")}\n`);
  const entries = rows.map(async (row, image) => [String(row.filename), await picture(image, grey)] as const);
  writeFileSync(join(folder, archive), zipSync(Object.fromEntries(await Promise.all(entries))));
}

async function layAssembly(folder: string, name: string, content: AssemblyContent): Promise<void> {
  await ready;
  const file = new File(join(folder, name), "w");
  writeAssembly(file, content);
  file.close();
}

/** Files in the layout of Brain-Score's, but small, in a folder that serves as a mirror. */
async function layMirror(folder: string): Promise<void> {
  mkdirSync(folder);
  const textures = Array.from({length: 60}, (_, image) => ({
    id: image,
    image_id: idOf("texture", image),
    filename: `${image % 2 ? "tex" : "noise"}-320x320-im${image}-smp1.png`,
    texture_type: image % 2 ? "texture" : "noise"
  }));
  const early = ["stimulus_FreemanZiemba2013_aperture-public.csv", "stimulus_FreemanZiemba2013_aperture-public.zip"];
  await layStimuli(folder, [early[0]!, early[1]!], textures, true);
  const objects = Array.from({length: 64}, (_, image) => ({
    id: image,
    image_id: idOf("object", image),
    filename: `${idOf("object", image)}.png`,
    object_name: `object${image % 4}`,
    variation: 3
  }));
  await layStimuli(folder, ["stimulus_hvm-public.csv", "stimulus_hvm-public.zip"], objects, false);
  const choices = Array.from({length: 48}, (_, image) => ({
    id: image,
    image_id: idOf("choice", image),
    filename: `${idOf("choice", image)}.png`,
    image_sample_obj: `object${image % 4}`,
    image_label: `object${image % 4}`
  }));
  await layStimuli(folder, ["stimulus_objectome_public.csv", "stimulus_objectome_public.zip"], choices, false);

  const trials = (ids: readonly string[], repetitions: number) => ({
    image_id: Array.from({length: ids.length * repetitions}, (_, trial) => ids[trial % ids.length]!),
    repetition: Array.from({length: ids.length * repetitions}, (_, trial) => Math.floor(trial / ids.length))
  });
  const neuroids = (regions: readonly string[], each: number) => ({
    neuroid_id: regions.flatMap((region) => Array.from({length: each}, (_, k) => `${region}_${k}`)),
    region: regions.flatMap((region) => Array.from({length: each}, () => region))
  });
  const [bins, repetitions] = [300, 4];
  const signal = (neuroid: number, image: number, trial: number) =>
    Math.sin((image % 8) * (neuroid + 1)) + Math.cos((image % 5) * neuroid) + noise(neuroid * 7919 + trial);
  const first = textures.length * repetitions;
  await layAssembly(folder, "assy_movshon_FreemanZiemba2013_public.nc", {
    name: "movshon.FreemanZiemba2013.public",
    data: Float32Array.from({length: 6 * bins * first}, (_, at) => {
      const [neuroid, bin, trial] = [Math.floor(at / bins / first), Math.floor(at / first) % bins, at % first];
      return bin < 50 || bin >= 200 ? 1000 : signal(neuroid, trial % textures.length, trial);
    }),
    axes: [
      {name: "neuroid", length: 6, coordinates: neuroids(["V1", "V2"], 3)},
      {
        name: "time_bin",
        length: bins,
        coordinates: {
          time_bin_start: Array.from({length: bins}, (_, bin) => bin),
          time_bin_end: Array.from({length: bins}, (_, bin) => bin + 1)
        }
      },
      {
        name: "presentation",
        length: first,
        coordinates: trials(
          textures.map(({image_id}) => image_id),
          repetitions
        )
      }
    ]
  });
  const second = objects.length * repetitions;
  await layAssembly(folder, "assy_dicarlo_MajajHong2015_public.nc", {
    name: "dicarlo.MajajHong2015.public",
    data: Float32Array.from({length: 8 * second}, (_, at) =>
      signal(Math.floor(at / second), (at % second) % objects.length, at % second)
    ),
    axes: [
      {name: "neuroid", length: 8, coordinates: neuroids(["V4", "IT"], 4)},
      {
        name: "presentation",
        length: second,
        coordinates: trials(
          objects.map(({image_id}) => image_id),
          repetitions
        )
      },
      {name: "time_bin", length: 1, coordinates: {time_bin_start: [70], time_bin_end: [170]}}
    ]
  });
  const asked = Array.from({length: choices.length * 40}, (_, trial) => {
    const {image_id, image_label} = choices[trial % choices.length]!;
    const distractor = `object${((trial % 4) + 1 + (Math.floor(trial / choices.length) % 3)) % 4}`;
    return {image_id, sample: image_label, distractor, choice: noise(trial) < 0.75 ? image_label : distractor};
  });
  await layAssembly(folder, "assy_dicarlo_Rajalingham2018_public.nc", {
    name: "dicarlo.Rajalingham2018.public",
    data: asked.map(({choice}) => choice),
    axes: [
      {
        name: "presentation",
        length: asked.length,
        coordinates: {
          sample_obj: asked.map(({sample}) => sample),
          dist_obj: asked.map(({distractor}) => distractor),
          choice: asked.map(({choice}) => choice),
          image_id: asked.map(({image_id}) => image_id),
          truth: asked.map(({sample}) => sample)
        }
      }
    ]
  });
}

/** The declared digests of the copy's sources become those of the mirror's files. */
function declareMirror(folder: string, mirror: string): void {
  const path = join(folder, "data/sources.yaml");
  const declared = readFileSync(path, "utf8");
  const ours = declared.replace(/file: (\S+)\n(( {6}.*\n)*? {6}sha1:) [0-9a-f]{40}/g, (_, file, between) => {
    const sha1 = createHash("sha1")
      .update(readFileSync(join(mirror, file)))
      .digest("hex");
    return `file: ${file}\n${between} ${sha1}`;
  });
  writeFileSync(path, ours);
}

describe("the public benchmarks", () => {
  test("score a model that was trained here, and features of one's own, from files in Brain-Score's layout", () =>
    withProjectCopy(async (folder) => {
      symlinkSync(join(projectRoot, "notebooks"), join(folder, "notebooks"));
      const features = join(folder, "features.npy");
      writeFileSync(features, npyFile([64, 30]));
      const score = (name: string) => vvs(folder, ["score", "--features", features, "--benchmark", name]);
      const before = await score("MajajHong2015public.IT-pls");
      assert.equal(before.status, 2);
      assert.match(before.stderr, /has not been made yet\n.*run: vvs run 'public_stimuli\[set=MajajHong2015\]'/);

      const mirror = join(folder, "mirror");
      await layMirror(mirror);
      declareMirror(folder, mirror);
      const made = await vvs(folder, ["run", ROW, "public_ceiling", ...SMALL], {VVS_MIRROR: mirror});
      assert.equal(made.status, 0, made.stderr);
      const [model, ...others] = readTable((await vvs(folder, ["cat", ROW, ...SMALL])).stdout, modelColumns);
      assert.equal(others.length, 0);
      assert.equal(model?.model_id, "tiny_objects_4_seed-0");
      for (const region of ["V1", "V2", "V4", "IT", "Behavioral"] as const)
        assert.ok(Number.isFinite(model?.[region]), `${region} ${model?.[region]}`);
      // Of pictures that do not matter, 1,000 in the bins outside the window, none is counted.
      const ceiling = JSON.parse((await vvs(folder, ["cat", "public_ceiling[region=V1]"])).stdout);
      assert.ok(ceiling.score > 0.9 && ceiling.score <= 1, `${ceiling.score}`);

      const after = await score("MajajHong2015public.IT-pls");
      assert.equal(after.status, 0, after.stderr);
      assert.match(after.stdout, /^MajajHong2015public.IT-pls {2}-?\d/);
      const wrong = await score("FreemanZiemba2013public.V1-pls");
      assert.equal(wrong.status, 2);
      assert.match(wrong.stderr, /features.npy: has 64 rows, but the recordings has 60/);
      assert.match((await score("MajajHong2015public.IT")).stderr, /did you mean "MajajHong2015public.IT-pls"\?/);
    }));
});
