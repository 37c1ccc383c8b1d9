import {closeSync, openSync, readdirSync, readFileSync, writeSync} from "node:fs";
import {basename, join} from "node:path";
import {z} from "zod";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {defineStage, one, output} from "../../runner/stage/define-stage.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {vectorClass} from "../../runner/stage/vector-class.ts";
import {checkFinite} from "../../science/activations/finite-activations.ts";
import {preprocess, preprocessings} from "../../science/activations/preprocessing.ts";
import {placeOnScreen} from "../../science/activations/screen.ts";
import {type SparseProjection, sparseProjection} from "../../science/activations/sparse-projection.ts";
import {layTensors} from "../../science/formats/tensors.ts";
import {CHANNELS, openImages} from "../../science/images/image-set.ts";
import {layersOf} from "../../science/networks/named-layers.ts";
import {buildNetwork, networkSchema} from "../../science/networks/network-spec.ts";
import {describeBackend, openBackend} from "../../science/numerics/backend.ts";
import {BEFORE_IN_PLACE} from "../../science/numerics/layer-nodes.ts";
import {readWeights} from "../../science/training/weights-file.ts";

const BATCH = 64;

/** What a model's layers answer to pictures: one tensor a layer, images x features, in the order of the pictures. */
export default defineStage({
  params: z.strictObject({
    network: networkSchema,
    /** Which weights: `raw`, `average`, `average-corrected` or `raw-epoch-N` */
    weights: z.string(),
    layers: z.array(z.string()).min(1),
    /** Of layers that an in-place operation follows: what they give out, or what is in their memory at the end */
    inPlace: z.enum(["before", "after"]),
    preprocessing: z.enum(preprocessings),
    /** Visual degrees that the model's input and the pictures span */
    degrees: z.strictObject({model: z.number().positive(), stimuli: z.number().positive()}),
    /** Wider layers are projected at random to so many components; null: never */
    projection: z.strictObject({components: z.int().positive(), seed: z.int().min(0)}).nullable()
  }),
  inputs: {weights: one("folder"), summary: one("json"), images: one("folder")},
  outputs: {activations: output("activations.safetensors", "tensors")},
  typical: {seconds: 3, bytes: 8_000_000},
  environment: async () => describeBackend(await openBackend({vectorClass: vectorClass()})),
  async run({params, inputs, outputs, log}) {
    const {classes} = z.looseObject({classes: z.int()}).parse(JSON.parse(readFileSync(inputs.summary, "utf8")));
    const network = buildNetwork({...params.network, classes});
    const shards = readdirSync(inputs.images)
      .sort()
      .map((name) => openArtifact(join(inputs.images, name)));
    const set = openImages(shards);
    const layers = layersOf(network, params.layers, params.inPlace);
    const projections = layers.map(({features}): SparseProjection | undefined => {
      const {components = 0, seed = 0} = params.projection ?? {};
      return params.projection && features > components ? sparseProjection(features, components, seed) : undefined;
    });
    const widths = layers.map(({features}, k) => projections[k]?.components ?? features);
    const {header, offsets} = layTensors(
      layers.map(({name}, k) => ({name, shape: [set.count, widths[k] ?? 0], type: "F32"})),
      {model: params.weights, in_place: params.inPlace, preprocessing: params.preprocessing}
    );
    const keyOf = (name: string) => (params.inPlace === "before" ? name + BEFORE_IN_PLACE : name);
    const backend = await openBackend({vectorClass: vectorClass()});
    const extractor = await backend.createExtractor(
      network,
      weightsNamed(inputs.weights, params.weights),
      layers.map(({name}) => keyOf(name))
    );
    const {size} = params.network;
    const ratio = params.degrees.model / params.degrees.stimuli;
    const file = openSync(outputs.activations, "w");
    try {
      writeSync(file, header);
      for (let first = 0; first < set.count; first += BATCH) {
        const count = Math.min(BATCH, set.count - first);
        // A short batch is filled up with its last picture, so that every picture is computed alike.
        const batch = new Float32Array(BATCH * CHANNELS * size * size);
        for (let k = 0; k < BATCH; k++) {
          const {height, width} = set;
          const pixels = set.image(first + Math.min(k, count - 1));
          const screen = placeOnScreen({height, width, pixels}, ratio);
          const into = batch.subarray(k * CHANNELS * size * size, (k + 1) * CHANNELS * size * size);
          preprocess(screen, params.preprocessing, size, into);
        }
        const found = await extractor.run(batch);
        layers.forEach(({name, features}, k) => {
          const values = found.get(keyOf(name));
          if (!values) throw new Error(`layer ${name} was not computed`);
          const width = widths[k] ?? 0;
          const projection = projections[k];
          let rows = values.subarray(0, count * features);
          checkFinite(rows, features, `layer "${name}"`, {picture: first, feature: 0});
          if (projection) {
            rows = new Float32Array(count * width);
            for (let image = 0; image < count; image++)
              projection.project(
                values.subarray(image * features, (image + 1) * features),
                rows.subarray(image * width, (image + 1) * width)
              );
          }
          writeSync(file, rows, 0, rows.byteLength, (offsets.get(name) ?? 0) + first * width * 4);
        });
      }
    } finally {
      closeSync(file);
      for (const shard of shards) shard.close();
      await extractor.close();
    }
    layers.forEach(({name, features}, k) => {
      log(`${name}: ${features} features${projections[k] ? `, projected to ${widths[k]}` : ""}`);
    });
  }
});

function weightsNamed(folder: string, name: string) {
  const path = join(folder, `${name}.safetensors`);
  const there = readdirSync(folder).map((file) => file.replace(/\.safetensors$/, ""));
  if (!there.includes(name))
    throw new UserMistake(`no weights "${name}" were kept; there are ${there.sort().join(", ")}`, {
      advice: "name one of these, or add the epoch to the recipe's checkpoints"
    });
  return readWeights(readFileSync(path), basename(path));
}
