import {readdirSync, readFileSync} from "node:fs";
import {join} from "node:path";
import {hasCode} from "../../runner/errors/error-code.ts";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {type Preprocessing, preprocess} from "../../science/activations/preprocessing.ts";
import {CHANNELS, openImages} from "../../science/images/image-set.ts";
import {type Features, featuresOf} from "../../science/linear-algebra/features.ts";
import {matrix} from "../../science/linear-algebra/matrix.ts";
import {openForeignModel} from "../../science/numerics/onnx/foreign-model.ts";

const BATCH = 16;
/** Of a model that takes pictures of any size. */
const USUAL_SIZE = 224;

/** What nodes of an ONNX model answer to the pictures of a folder of shards, in their order. */
export async function modelFeatures(
  path: string,
  nodes: readonly string[],
  folder: string,
  preprocessing: Preprocessing
): Promise<Map<string, Features>> {
  const model = await openForeignModel(bytesOf(path), nodes);
  const shards = readdirSync(folder)
    .sort()
    .map((name) => openArtifact(join(folder, name)));
  try {
    const set = openImages(shards);
    const size = model.size ?? (preprocessing === "native" ? set.height : USUAL_SIZE);
    const batch = model.batch ?? BATCH;
    const found = new Map<string, Float64Array>();
    for (let first = 0; first < set.count; first += batch) {
      const count = Math.min(batch, set.count - first);
      const images = new Float32Array(batch * CHANNELS * size * size);
      for (let k = 0; k < batch; k++) {
        const picture = {height: set.height, width: set.width, pixels: set.image(first + Math.min(k, count - 1))};
        preprocess(
          picture,
          preprocessing,
          size,
          images.subarray(k * CHANNELS * size * size, (k + 1) * CHANNELS * size * size)
        );
      }
      for (const [node, values] of await model.run(images, batch, size)) {
        const width = values.length / batch;
        const all = found.get(node) ?? new Float64Array(set.count * width);
        all.set(values.subarray(0, count * width), first * width);
        found.set(node, all);
      }
    }
    return new Map([...found].map(([node, all]) => [node, featuresOf(matrix(set.count, all.length / set.count, all))]));
  } finally {
    for (const shard of shards) shard.close();
    await model.close();
  }
}

function bytesOf(path: string): Uint8Array {
  try {
    return readFileSync(path);
  } catch (error) {
    if (hasCode(error, "ENOENT", "EISDIR", "EACCES")) throw new UserMistake("cannot be read as a file", {file: path});
    throw error;
  }
}
