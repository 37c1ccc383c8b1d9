import type {Network} from "../../networks/network.ts";
import type {Extractor, Weights} from "../backend.ts";
import {compileExtraction} from "./compile-extraction.ts";
import {sizeOf} from "./compile-training.ts";
import type {Runtime} from "./runtime.ts";

export async function createOnnxExtractor(
  runtime: Runtime,
  network: Network,
  weights: Weights,
  layers: readonly string[]
): Promise<Extractor> {
  const {bytes, imageShape} = compileExtraction(network, weights, layers);
  const session = await runtime.session(bytes);
  return {
    async run(images) {
      const count = images.length / sizeOf(imageShape);
      const results = await session.run({images: runtime.tensor(images, [count, ...imageShape])});
      return new Map(
        layers.map((layer) => {
          const data = results[layer]?.data;
          if (!(data instanceof Float32Array)) throw new Error(`${layer} was not computed`);
          return [layer, data] as const;
        })
      );
    },
    close: () => session.release()
  };
}
