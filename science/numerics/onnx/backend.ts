import type {Backend, BackendOptions} from "../backend.ts";
import {initialWeights} from "../initial-weights.ts";
import {probeBlock} from "./block.ts";
import {compileTraining} from "./compile-training.ts";
import {createOnnxExtractor} from "./extractor.ts";
import {openRuntime} from "./runtime.ts";
import {createOnnxTrainer} from "./trainer.ts";

/** ONNX Runtime on one thread of the CPU. */
export async function openOnnxBackend({vectorClass, layout = "blocked"}: BackendOptions): Promise<Backend> {
  const runtime = await openRuntime();
  const block = layout === "blocked" ? await probeBlock(runtime) : undefined;
  return {
    name: "onnx",
    version: runtime.version,
    block: block ?? 1,
    vectorClass,
    createTrainer: (network, {weights = initialWeights(network, 0), ...options}) =>
      createOnnxTrainer(runtime, compileTraining(network, {...options, block}), {...options, weights}),
    createExtractor: (network, weights, layers) => createOnnxExtractor(runtime, network, weights, layers)
  };
}
