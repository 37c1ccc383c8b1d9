import {appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {hasCode} from "../../runner/errors/error-code.ts";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {checkFinite} from "../../science/activations/finite-activations.ts";
import {rowsInFile} from "../../science/activations/layer-features.ts";
import {type Preprocessing, preprocess} from "../../science/activations/preprocessing.ts";
import {placeOnScreen} from "../../science/activations/screen.ts";
import {CHANNELS, openImages} from "../../science/images/image-set.ts";
import type {Features} from "../../science/linear-algebra/features.ts";
import {openForeignModel} from "../../science/numerics/onnx/foreign-model.ts";

const BATCH = 16;
/** Of a model that takes pictures of any size. */
const USUAL_SIZE = 224;

/** How pictures come before a model. */
export interface Presentation {
  preprocessing: Preprocessing;
  /** The visual degrees of the model's input divided by those of the pictures */
  ratio: number;
}

/**
 * Gives `use` what nodes of an ONNX model answer to the pictures of a folder of shards, in their order. The answers lie
 * in a file of their own as long as `use` takes: they may be larger than memory.
 */
export async function withModelFeatures<Result>(
  path: string,
  nodes: readonly string[],
  folder: string,
  presentation: Presentation,
  use: (features: (node: string) => Features) => Promise<Result>
): Promise<Result> {
  const model = await openForeignModel(bytesOf(path), nodes);
  const scratch = mkdtempSync(join(tmpdir(), "vvs-features-"));
  const files = new Map(nodes.map((node, index) => [node, join(scratch, `${index}.f32`)]));
  const shards = readdirSync(folder)
    .sort()
    .map((name) => openArtifact(join(folder, name)));
  try {
    const set = openImages(shards);
    const size = model.size ?? (presentation.preprocessing === "native" ? set.height : USUAL_SIZE);
    const batch = model.batch ?? BATCH;
    const widths = new Map<string, number>();
    for (let first = 0; first < set.count; first += batch) {
      const count = Math.min(batch, set.count - first);
      const images = new Float32Array(batch * CHANNELS * size * size);
      for (let k = 0; k < batch; k++) {
        const picture = {height: set.height, width: set.width, pixels: set.image(first + Math.min(k, count - 1))};
        const into = images.subarray(k * CHANNELS * size * size, (k + 1) * CHANNELS * size * size);
        preprocess(placeOnScreen(picture, presentation.ratio), presentation.preprocessing, size, into);
      }
      for (const [node, values] of await model.run(images, batch, size)) {
        const width = values.length / batch;
        const rows = values.subarray(0, count * width);
        checkFinite(rows, width, `node ${node}`, {picture: first, feature: 0});
        widths.set(node, width);
        appendFileSync(files.get(node) ?? "", new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength));
      }
    }
    const opened = new Map([...files].map(([node, file]) => [node, openArtifact(file)]));
    try {
      return await use((node) => {
        const file = opened.get(node);
        if (!file) throw new RangeError(`node ${node} was not asked for`);
        return rowsInFile(file, {start: 0, rows: set.count, columns: widths.get(node) ?? 0}, `node ${node}`);
      });
    } finally {
      for (const file of opened.values()) file.close();
    }
  } finally {
    for (const shard of shards) shard.close();
    rmSync(scratch, {recursive: true, force: true});
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
