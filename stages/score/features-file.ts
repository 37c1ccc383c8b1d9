import {closeSync, fstatSync, openSync, readSync} from "node:fs";
import {hasCode} from "../../runner/errors/error-code.ts";
import {UserMistake} from "../../runner/errors/user-mistake.ts";
import {openArtifact} from "../../runner/stage/open-artifact.ts";
import {layerFeatures, layersIn} from "../../science/activations/layer-features.ts";
import {arrayFeatures, npyLayout} from "../../science/formats/npy.ts";
import type {Features} from "../../science/linear-algebra/features.ts";

/** Features in a file: an array of NumPy's, or a safetensors file of one tensor, or of one that is named. */
export async function withFeatures<Result>(
  path: string,
  tensor: string | undefined,
  use: (features: Features) => Promise<Result>
): Promise<Result> {
  try {
    return path.endsWith(".npy") ? await withArray(path, use) : await withTensor(path, tensor, use);
  } catch (error) {
    if (hasCode(error, "ENOENT")) throw new UserMistake("no such file", {file: path});
    if (hasCode(error, "EISDIR", "EACCES")) throw new UserMistake("cannot be read as a file", {file: path});
    throw error;
  }
}

async function withTensor<Result>(
  path: string,
  tensor: string | undefined,
  use: (features: Features) => Promise<Result>
): Promise<Result> {
  const file = openArtifact(path);
  try {
    const names = layersIn(file);
    const [only] = names;
    if (tensor === undefined && (only === undefined || names.length > 1))
      throw new UserMistake(`holds ${names.length} tensors: name one with --tensor`, {
        file: path,
        advice: `Tensors: ${names.join(", ")}.`
      });
    return await use(layerFeatures(file, tensor ?? only ?? ""));
  } finally {
    file.close();
  }
}

async function withArray<Result>(path: string, use: (features: Features) => Promise<Result>): Promise<Result> {
  const descriptor = openSync(path, "r");
  try {
    const readAt = (position: number, length: number) => {
      const bytes = new Uint8Array(length);
      return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
    };
    return await use(arrayFeatures(npyLayout(readAt, fstatSync(descriptor).size, path), readAt, path));
  } finally {
    closeSync(descriptor);
  }
}
