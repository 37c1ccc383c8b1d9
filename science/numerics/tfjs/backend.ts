import type {Network} from "../../networks/network.ts";
import type {Backend, Extractor, Weights} from "../backend.ts";
import {nodeOfLayer} from "../layer-nodes.ts";
import {interpret} from "./interpret.ts";
import type {TensorFlow} from "./tensorflow.ts";
import {createTfjsTrainer} from "./trainer.ts";

/** A backend on eager tensors of any TensorFlow.js: the plain one as a reference, tfjs-node-gpu for a GPU. */
export function tfjsBackend(
  tf: TensorFlow,
  description: {name: string; version: string; vectorClass: string}
): Backend {
  return {
    ...description,
    block: 1,
    createTrainer: async (network, options) => createTfjsTrainer(tf, network, options),
    createExtractor: async (network, weights, layers) => createTfjsExtractor(tf, network, weights, layers)
  };
}

/**
 * The GPU backend of `@tensorflow/tfjs-node-gpu`, which is installed apart.
 * @throws Error if it isn't, or if its libraries don't load
 */
export async function openTfjsGpuBackend(vectorClass: string): Promise<Backend> {
  const module = "@tensorflow/tfjs-node-gpu";
  const tf: TensorFlow & {version: Record<string, string>} = await import(module);
  return tfjsBackend(tf, {name: "tfjs-node-gpu", version: tf.version.tfjs ?? "unknown", vectorClass});
}

function createTfjsExtractor(tf: TensorFlow, network: Network, weights: Weights, layers: readonly string[]): Extractor {
  const interpreter = interpret(network, tf);
  const nodes = layers.map((layer) => nodeOfLayer(network, layer));
  const tensors = new Map([...weights].map(([name, {data, shape}]) => [name, tf.tensor(data, [...shape])]));
  const stored = ({name}: {name: string}) => {
    const tensor = tensors.get(name);
    if (!tensor) throw new Error(`the weights lack ${name}`);
    return tensor;
  };
  const shape = network.nodes[0]?.shape ?? [];
  const size = shape.reduce((product, count) => product * count, 1);
  return {
    async run(images) {
      const results = new Map<string, Float32Array>();
      tf.tidy(() => {
        const batch = tf.tensor(images, [images.length / size, ...shape]);
        const {values} = interpreter.forward({images: batch, stored, training: false});
        for (const [i, layer] of layers.entries()) {
          const value = interpreter.canonical(values[nodes[i]!]!, nodes[i]!);
          results.set(layer, Float32Array.from(value.dataSync()));
        }
      });
      return results;
    },
    async close() {
      for (const tensor of tensors.values()) tensor.dispose();
    }
  };
}
