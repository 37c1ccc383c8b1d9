import {bytesInMemory, readTensorHeader, readTensors, type Tensor, writeTensors} from "../formats/tensors.ts";
import type {Weights} from "../numerics/backend.ts";
import type {EpochResult, Progress} from "./train.ts";
import {floats} from "./weights-file.ts";

const SEPARATOR = "/";

/** Progress as one safetensors file: `weights/NAME`, `average/NAME`, `slot/SLOT/NAME`; curve and steps as metadata. */
export function writeProgress({state, average, curve}: Progress): Uint8Array {
  const tensors: Record<string, Tensor> = {};
  const add = (prefix: string, weights: Weights) => {
    for (const [name, tensor] of weights) tensors[prefix + SEPARATOR + name] = tensor;
  };
  add("weights", state.weights);
  if (average) add("average", average);
  for (const [slot, weights] of state.slots) add(`slot${SEPARATOR}${slot}`, weights);
  return writeTensors(tensors, {curve: JSON.stringify(curve), steps: String(state.steps)});
}

/** Undefined where the bytes are no whole progress: a kill while it was written. */
export function readProgress(file: Uint8Array): Progress | undefined {
  try {
    const {metadata} = readTensorHeader(bytesInMemory(file));
    const parts = new Map<string, Map<string, {shape: readonly number[]; data: Float32Array}>>();
    for (const [key, tensor] of Object.entries(readTensors(file))) {
      const [first = "", second = ""] = key.split(SEPARATOR);
      const part = first === "slot" ? `${first}${SEPARATOR}${second}` : first;
      const weights = parts.get(part) ?? new Map();
      weights.set(key.slice(part.length + 1), floats(tensor, key, "progress"));
      parts.set(part, weights);
    }
    const curve: EpochResult[] = JSON.parse(metadata.curve ?? "");
    const weights = parts.get("weights");
    if (!weights) return undefined;
    const slots = [...parts].flatMap(([part, tensors]) =>
      part.startsWith("slot") ? [[part.slice("slot".length + 1), tensors] as const] : []
    );
    return {
      state: {steps: Number(metadata.steps), weights, slots: new Map(slots)},
      average: parts.get("average"),
      curve
    };
  } catch {
    return undefined;
  }
}
